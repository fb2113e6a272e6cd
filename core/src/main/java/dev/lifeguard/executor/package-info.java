/**
 * Read in this order: {@link dev.lifeguard.executor.PoolExecutor}, the pool as the JDK's {@code ExecutorService}; {@link
 * dev.lifeguard.executor.Errand}, what one call of it brings to a worker; {@link dev.lifeguard.executor.Gate}, when it is
 * over. Made of the pool's own tasks: there is no second queue and no thread here.
 */
package dev.lifeguard.executor;
