package dev.lifeguard;

/** Which of the free workers is used next. */
public enum WorkerOrder {
    /** One that the same thread probably used last. The fastest; newcomers may overtake waiters for a millisecond. */
    AFFINE,
    /** The one freed last, so that the others can rest. Waiters are served strictly in order. */
    LIFO,
    /** The one freed first, so that all are used alike. Waiters are served strictly in order. */
    FIFO
}
