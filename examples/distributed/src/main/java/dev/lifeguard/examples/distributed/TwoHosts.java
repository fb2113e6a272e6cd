package dev.lifeguard.examples.distributed;

import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.artemis.ArtemisEngine;
import dev.lifeguard.artemis.embedded.EmbeddedBroker;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.DistributedPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** The same worker class, first in threads, then on two hosts, each a process of its own. One line says where. */
public final class TwoHosts {
    private TwoHosts() {}

    public static void main(String[] arguments) throws Exception {
        // @start region="threads"
        try (var pool = TaskPool.of(Reverser::new).size(4).start()) {
            System.out.println("in threads: " + reversed(pool::submit));
        }
        // @end region="threads"
        Path directory = Files.createTempDirectory("lifeguard-example");
        List<Process> hosts = new ArrayList<>();
        // @start region="hosts"
        try (var broker = EmbeddedBroker.in(directory).start();
                var engine = broker.engine()) {
            hosts.add(host("one", broker.settings()));
            hosts.add(host("two", broker.settings()));
            try (var pool = DistributedPool.on(engine, "words", Codec.text(), Codec.text())
                    .start()) {
                System.out.println("on two hosts: " + reversed(pool::submit));
            }
            // @end region="hosts"
            for (Process host : hosts) {
                host.getOutputStream().close();
                System.out.print(new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                host.waitFor();
            }
        } finally {
            hosts.forEach(Process::destroyForcibly);
        }
    }

    // @start region="work"
    private static String reversed(Function<String, TaskHandle<String>> submit)
            throws InterruptedException, ExecutionException {
        List<TaskHandle<String>> words = new ArrayList<>();
        for (String word : List.of("straw", "live", "drawer", "stressed")) {
            words.add(submit.apply(word));
        }
        List<String> reversed = new ArrayList<>();
        for (TaskHandle<String> word : words) {
            reversed.add(word.get());
        }
        return String.join(" ", reversed);
    }
    // @end region="work"

    private static Process host(String name, ArtemisEngine.Settings broker) throws IOException {
        var host = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Host.class.getName(),
                name);
        host.environment()
                .putAll(Map.of(
                        "BROKER_URL",
                        broker.urls(),
                        "BROKER_USER",
                        broker.user(),
                        "BROKER_PASSWORD",
                        broker.password()));
        return host.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
