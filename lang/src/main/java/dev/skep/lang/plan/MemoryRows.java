package dev.skep.lang.plan;

/** Rows of the categories kmem and exceptions. The numbers of page frames have none: they need the kernel's map of memory. */
final class MemoryRows {
    static final String KMEM = """
            kmalloc(unsigned long call_site, const void *ptr, size_t bytes_req, size_t bytes_alloc, gfp_t gfp_flags, int node)
              call_site = args.call_site
              ptr = args.ptr
              bytes_req = args.bytes_req
              bytes_alloc = args.bytes_alloc
              gfp_flags = args.gfp_flags
              node = args.node
            kmem_cache_alloc(unsigned long call_site, const void *ptr, struct kmem_cache *s, gfp_t gfp_flags, int node)
              call_site = args.call_site
              ptr = args.ptr
              name = str(args.s->name)
              bytes_req = args.s->object_size
              bytes_alloc = args.s->size
              gfp_flags = args.gfp_flags
              node = args.node
            kfree(unsigned long call_site, const void *ptr)
              call_site = args.call_site
              ptr = args.ptr
            kmem_cache_free(unsigned long call_site, const void *ptr, const struct kmem_cache *s)
              call_site = args.call_site
              ptr = args.ptr
              name = str(args.s->name)
            mm_page_alloc(struct page *page, unsigned int order, gfp_t gfp_flags, int migratetype)
              order = args.order
              gfp_flags = args.gfp_flags
              migratetype = args.migratetype
            mm_page_free(struct page *page, unsigned int order)
              order = args.order
            mm_page_alloc_zone_locked(struct page *page, unsigned int order, int migratetype, int percpu_refill)
              order = args.order
              migratetype = args.migratetype
              percpu_refill = args.percpu_refill
            rss_stat(struct mm_struct *mm, int member)
              curr = (uint64)curtask->mm == (uint64)args.mm
              member = args.member
            """;

    static final String EXCEPTIONS = """
            page_fault_user, page_fault_kernel(unsigned long address, struct pt_regs *regs, unsigned long error_code)
              address = args.address
              ip = args.regs->ip
              ip = args.regs->pc
              error_code = args.error_code
            """;

    private MemoryRows() {}
}
