package dev.lifeguard.examples.distributed;

import dev.lifeguard.TaskPool;
import dev.lifeguard.artemis.ArtemisEngine;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.WorkerHost;
import java.io.IOException;

/** A host: joins the pool, and leaves when its standard input ends. */
final class Host {
    private Host() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        // The password comes by the environment, which other users of the machine cannot read.
        var broker = ArtemisEngine.at(
                System.getenv("BROKER_URL"), System.getenv("BROKER_USER"), System.getenv("BROKER_PASSWORD"));
        // @start region="host"
        var workers = TaskPool.of(Reverser::new).size(2).start();
        try (var engine = ArtemisEngine.with(broker);
                var host = WorkerHost.of(engine, "words", Codec.text(), Codec.text(), workers)
                        .name(arguments[0])
                        .start()) {
            System.in.transferTo(System.out);
            System.out.println(host.name() + " leaves");
        }
        // @end region="host"
    }
}
