package dev.skep.lang.plan;

/**
 * Rows of the category block. A device's number is made as the kernel makes it, of 12 and 20 bits. The letters of {@code
 * rwbs} have no row, nor have errors, which the kernel translates by a table.
 */
final class BlockRows {
    static final String BLOCK = """
            block_rq_issue, block_rq_insert, block_rq_merge, block_io_start, block_io_done(struct request *rq)
              dev = (uint64)args.rq->q->disk == 0 ? 0 : args.rq->q->disk->major << 20 | args.rq->q->disk->first_minor
              dev = (uint64)args.rq->rq_disk == 0 ? 0 : args.rq->rq_disk->major << 20 | args.rq->rq_disk->first_minor
              sector = (args.rq->cmd_flags & 254) == 34 || args.rq->__sector == -1 ? 0 : args.rq->__sector
              nr_sector = (args.rq->cmd_flags & 254) == 34 ? 0 : args.rq->__data_len >> 9
              bytes = args.rq->__data_len
              comm = curtask->comm
              cmd = ""
            block_rq_complete, block_rq_error(struct request *rq, blk_status_t error, unsigned int nr_bytes)
              dev = (uint64)args.rq->q->disk == 0 ? 0 : args.rq->q->disk->major << 20 | args.rq->q->disk->first_minor
              dev = (uint64)args.rq->rq_disk == 0 ? 0 : args.rq->rq_disk->major << 20 | args.rq->rq_disk->first_minor
              sector = args.rq->__sector
              nr_sector = args.nr_bytes >> 9
              cmd = ""
            block_bio_queue, block_bio_backmerge, block_bio_frontmerge, block_getrq(struct bio *bio)
              dev = args.bio->bi_bdev->bd_disk->major << 20 | args.bio->bi_bdev->bd_disk->first_minor
              sector = args.bio->bi_iter.bi_sector
              nr_sector = args.bio->bi_iter.bi_size >> 9
              comm = curtask->comm
            block_plug(struct request_queue *q)
              comm = curtask->comm
            block_unplug(struct request_queue *q, unsigned int depth, bool explicit)
              nr_rq = args.depth
              comm = curtask->comm
            block_touch_buffer, block_dirty_buffer(struct buffer_head *bh)
              dev = args.bh->b_bdev->bd_dev
              sector = args.bh->b_blocknr
              size = args.bh->b_size
            """;

    private BlockRows() {}
}
