package dev.lifeguard.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The program that {@link OrphanTest} kills: runs each argument as a shell script until it is killed. */
public final class OrphanMaker {
    private OrphanMaker() {}

    public static void main(String[] arguments) throws InterruptedException {
        Containment grade = Containment.valueOf(arguments[0]);
        List<Thread> threads = new ArrayList<>();
        for (String script : List.of(arguments).subList(1, arguments.length)) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    new ExecWorker(grade).run(ExecTask.of(Commands.sh(script)), 1, kill -> {});
                } catch (IOException | InterruptedException | RuntimeException failure) {
                    System.err.println(script + ": " + failure);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
