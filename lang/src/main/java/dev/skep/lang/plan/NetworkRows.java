package dev.skep.lang.plan;

/**
 * Rows of the categories net, sock, skb, tcp and napi. Ports are kept in the network's byte order: {@code x * 65537 >> 8},
 * cut to 16 bits, is x with its two bytes exchanged. Socket cookies have no row: the plain event makes one where there is
 * none. Nor have addresses of IPv6, where those of IPv4 would have to be made into such.
 */
final class NetworkRows {
    static final String NET = """
            netif_receive_skb, net_dev_queue, netif_rx(struct sk_buff *skb)
              skbaddr = args.skb
              len = args.skb->len
              name = args.skb->dev->name
            net_dev_xmit(struct sk_buff *skb, int rc, struct net_device *dev, unsigned int skb_len)
              skbaddr = args.skb
              len = args.skb_len
              rc = args.rc
              name = args.dev->name
            net_dev_start_xmit(const struct sk_buff *skb, const struct net_device *dev)
              name = args.dev->name
              queue_mapping = args.skb->queue_mapping
              skbaddr = args.skb
              vlan_proto = args.skb->vlan_proto * 65537 >> 8
              vlan_tci = args.skb->vlan_tci
              protocol = args.skb->protocol * 65537 >> 8
              ip_summed = args.skb->ip_summed
              len = args.skb->len
              data_len = args.skb->data_len
              network_offset = (int64)args.skb->head + args.skb->network_header - (int64)args.skb->data
              transport_offset_valid = args.skb->transport_header != 65535
              tx_flags = ((struct skb_shared_info *)(args.skb->head + args.skb->end))->tx_flags
              gso_size = ((struct skb_shared_info *)(args.skb->head + args.skb->end))->gso_size
              gso_segs = ((struct skb_shared_info *)(args.skb->head + args.skb->end))->gso_segs
              gso_type = ((struct skb_shared_info *)(args.skb->head + args.skb->end))->gso_type
            netif_receive_skb_entry, netif_receive_skb_list_entry, netif_rx_entry, napi_gro_receive_entry, napi_gro_frags_entry(const struct sk_buff *skb)
              name = args.skb->dev->name
              queue_mapping = args.skb->queue_mapping
              skbaddr = args.skb
              vlan_proto = args.skb->vlan_proto * 65537 >> 8
              vlan_tci = args.skb->vlan_tci
              protocol = args.skb->protocol * 65537 >> 8
              ip_summed = args.skb->ip_summed
              hash = args.skb->hash
              l4_hash = args.skb->l4_hash
              len = args.skb->len
              data_len = args.skb->data_len
              truesize = args.skb->truesize
              mac_header_valid = args.skb->mac_header != 65535
              mac_header = (int64)args.skb->head + args.skb->mac_header - (int64)args.skb->data
              nr_frags = ((struct skb_shared_info *)(args.skb->head + args.skb->end))->nr_frags
              gso_size = ((struct skb_shared_info *)(args.skb->head + args.skb->end))->gso_size
              gso_type = ((struct skb_shared_info *)(args.skb->head + args.skb->end))->gso_type
            netif_receive_skb_exit, netif_receive_skb_list_exit, netif_rx_exit, napi_gro_receive_exit, napi_gro_frags_exit(int ret)
              ret = args.ret
            """;

    static final String SKB = """
            kfree_skb(struct sk_buff *skb, void *location, enum skb_drop_reason reason, struct sock *rx_sk)
              skbaddr = args.skb
              location = args.location
              rx_sk = args.rx_sk
              protocol = args.skb->protocol * 65537 >> 8
              reason = args.reason
            consume_skb(struct sk_buff *skb, void *location)
              skbaddr = args.skb
              location = args.location
            skb_copy_datagram_iovec(const struct sk_buff *skb, int len)
              skbaddr = args.skb
              len = args.len
            """;

    static final String SOCK = """
            inet_sock_set_state(const struct sock *sk, const int oldstate, const int newstate)
              skaddr = args.sk
              oldstate = args.oldstate
              newstate = args.newstate
              sport = ((struct inet_sock *)args.sk)->inet_sport * 65537 >> 8
              dport = args.sk->__sk_common.skc_dport * 65537 >> 8
              family = args.sk->__sk_common.skc_family
              protocol = args.sk->sk_protocol
              saddr = (uint8[4])((struct inet_sock *)args.sk)->inet_saddr
              daddr = (uint8[4])args.sk->__sk_common.skc_daddr
            inet_sk_error_report(const struct sock *sk)
              error = args.sk->sk_err
              sport = ((struct inet_sock *)args.sk)->inet_sport * 65537 >> 8
              dport = args.sk->__sk_common.skc_dport * 65537 >> 8
              family = args.sk->__sk_common.skc_family
              protocol = args.sk->sk_protocol
              saddr = (uint8[4])((struct inet_sock *)args.sk)->inet_saddr
              daddr = (uint8[4])args.sk->__sk_common.skc_daddr
            sock_rcvqueue_full(struct sock *sk, struct sk_buff *skb)
              rmem_alloc = args.sk->sk_backlog.rmem_alloc.counter
              truesize = args.skb->truesize
              sk_rcvbuf = args.sk->sk_rcvbuf
            sk_data_ready(const struct sock *sk)
              skaddr = args.sk
              family = args.sk->__sk_common.skc_family
              protocol = args.sk->sk_protocol
            sock_send_length, sock_recv_length(struct sock *sk, int ret, int flags)
              sk = args.sk
              family = args.sk->__sk_common.skc_family
              protocol = args.sk->sk_protocol
              ret = args.ret
              flags = args.flags
            """;

    static final String TCP = """
            tcp_retransmit_skb(const struct sock *sk, const struct sk_buff *skb, int err)
              skbaddr = args.skb
              skaddr = args.sk
              state = args.sk->__sk_common.skc_state
              sport = ((struct inet_sock *)args.sk)->inet_sport * 65537 >> 8
              dport = args.sk->__sk_common.skc_dport * 65537 >> 8
              family = args.sk->__sk_common.skc_family
              saddr = (uint8[4])((struct inet_sock *)args.sk)->inet_saddr
              daddr = (uint8[4])args.sk->__sk_common.skc_daddr
              err = args.err
            tcp_receive_reset, tcp_destroy_sock, tcp_rcv_space_adjust(struct sock *sk)
              skaddr = args.sk
              sport = ((struct inet_sock *)args.sk)->inet_sport * 65537 >> 8
              dport = args.sk->__sk_common.skc_dport * 65537 >> 8
              family = args.sk->__sk_common.skc_family
              saddr = (uint8[4])((struct inet_sock *)args.sk)->inet_saddr
              daddr = (uint8[4])args.sk->__sk_common.skc_daddr
            tcp_cong_state_set(struct sock *sk, const u8 ca_state)
              skaddr = args.sk
              sport = ((struct inet_sock *)args.sk)->inet_sport * 65537 >> 8
              dport = args.sk->__sk_common.skc_dport * 65537 >> 8
              family = args.sk->__sk_common.skc_family
              saddr = (uint8[4])((struct inet_sock *)args.sk)->inet_saddr
              daddr = (uint8[4])args.sk->__sk_common.skc_daddr
              cong_state = args.ca_state
            tcp_send_reset(const struct sock *sk, const struct sk_buff *skb, const enum sk_rst_reason reason)
              skbaddr = args.skb
              skaddr = args.sk
              reason = args.reason
            tcp_probe(struct sock *sk, const struct sk_buff *skb)
              sport = ((struct inet_sock *)args.sk)->inet_sport * 65537 >> 8
              dport = args.sk->__sk_common.skc_dport * 65537 >> 8
              family = args.sk->__sk_common.skc_family
              mark = args.skb->mark
              data_len = args.skb->len - ((struct tcphdr *)args.skb->data)->doff * 4
              snd_nxt = ((struct tcp_sock *)args.sk)->snd_nxt
              snd_una = ((struct tcp_sock *)args.sk)->snd_una
              snd_cwnd = ((struct tcp_sock *)args.sk)->snd_cwnd
              snd_wnd = ((struct tcp_sock *)args.sk)->snd_wnd
              rcv_wnd = ((struct tcp_sock *)args.sk)->rcv_wnd
              srtt = ((struct tcp_sock *)args.sk)->srtt_us >> 3
              skbaddr = args.skb
              skaddr = args.sk
            """;

    static final String NAPI = """
            napi_poll(struct napi_struct *napi, int work, int budget)
              napi = args.napi
              dev_name = (uint64)args.napi->dev == 0 ? "(no_device)" : args.napi->dev->name
              work = args.work
              budget = args.budget
            """;

    private NetworkRows() {}
}
