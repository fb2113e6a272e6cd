/**
 * Read in this order: {@link dev.lifeguard.distributed.client.Client} (how a client is put together), {@link
 * dev.lifeguard.distributed.client.RemoteTask} (a task as its submitter sees it), {@code Sender} (to the engine), {@code
 * ResultLoop} (from it), {@code Retractor} (what is no longer wanted), {@code NewsDesk} and {@code HostRegistry} (what hosts
 * say), {@code Housekeeper} (time). Four threads for each client, and none for a task.
 */
package dev.lifeguard.distributed.client;
