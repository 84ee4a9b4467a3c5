package dev.skep.lang.plan;

/**
 * Rows of the categories timer, irq and workqueue. The function of a work that has ended has none: the verifier lets
 * no program have an argument that is the address of a function.
 */
final class TimerRows {
    static final String TIMER = """
            timer_init, timer_cancel, timer_expire_exit(struct timer_list *timer)
              timer = args.timer
            timer_start(struct timer_list *timer, unsigned long bucket_expiry)
              timer = args.timer
              function = args.timer->function
              expires = args.timer->expires
              bucket_expiry = args.bucket_expiry
              flags = args.timer->flags
            timer_start(struct timer_list *timer, unsigned long expires, unsigned int flags)
              timer = args.timer
              function = args.timer->function
              expires = args.expires
              flags = args.flags
            timer_expire_entry(struct timer_list *timer, unsigned long baseclk)
              timer = args.timer
              function = args.timer->function
              baseclk = args.baseclk
            hrtimer_init, hrtimer_setup(struct hrtimer *hrtimer, clockid_t clockid, enum hrtimer_mode mode)
              hrtimer = args.hrtimer
              clockid = args.clockid
              mode = args.mode
            hrtimer_start(struct hrtimer *hrtimer, enum hrtimer_mode mode, bool was_armed)
              hrtimer = args.hrtimer
              function = args.hrtimer->function
              expires = args.hrtimer->node.expires
              softexpires = args.hrtimer->_softexpires
              mode = args.mode
              was_armed = args.was_armed
            hrtimer_expire_entry(struct hrtimer *hrtimer, ktime_t *now)
              hrtimer = args.hrtimer
              now = *args.now
              function = args.hrtimer->function
            hrtimer_expire_exit, hrtimer_cancel(struct hrtimer *hrtimer)
              hrtimer = args.hrtimer
            itimer_state(int which, const struct itimerspec64 *const value, unsigned long long expires)
              which = args.which
              expires = args.expires
              value_sec = args.value->it_value.tv_sec
              value_nsec = args.value->it_value.tv_nsec
              interval_sec = args.value->it_interval.tv_sec
              interval_nsec = args.value->it_interval.tv_nsec
            itimer_expire(int which, struct pid *pid, unsigned long long now)
              which = args.which
              now = args.now
              pid = (uint64)args.pid == 0 ? 0 : args.pid->numbers[0].nr
            """;

    static final String IRQ = """
            softirq_entry, softirq_exit, softirq_raise(unsigned int vec_nr)
              vec = args.vec_nr
            irq_handler_entry(int irq, struct irqaction *action)
              irq = args.irq
              name = str(args.action->name)
            irq_handler_exit(int irq, struct irqaction *action, int ret)
              irq = args.irq
              ret = args.ret
            """;

    static final String WORKQUEUE = """
            workqueue_queue_work(int req_cpu, struct pool_workqueue *pwq, struct work_struct *work)
              work = args.work
              function = args.work->func
              workqueue = args.pwq->wq->name
              req_cpu = args.req_cpu
              cpu = args.pwq->pool->cpu
            workqueue_activate_work, workqueue_execute_start(struct work_struct *work)
              work = args.work
              function = args.work->func
            workqueue_execute_end(struct work_struct *work, work_func_t function)
              work = args.work
            """;

    private TimerRows() {}
}
