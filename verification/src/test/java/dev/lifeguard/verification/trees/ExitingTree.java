package dev.lifeguard.verification.trees;

import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.Supervisor;

/** A program that starts a tree and comes to its end without closing it. */
final class ExitingTree {
    private ExitingTree() {}

    public static void main(String[] arguments) throws Exception {
        Supervisor tree = Supervisor.named("tree")
                .child(said("a"))
                .child(Child.thread("loop", () -> new java.util.concurrent.CountDownLatch(1).await()))
                .child(said("b"))
                .closeAtExit()
                .start();
        System.out.println(tree.state());
    }

    private static Child<String> said(String name) {
        return Child.of(name, context -> name, (made, within) -> System.out.println("stopped " + made));
    }
}
