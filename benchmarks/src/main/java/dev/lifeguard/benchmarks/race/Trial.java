package dev.lifeguard.benchmarks.race;

import java.util.List;
import java.util.Map;

/** What is run once in a process of its own. Two that are equal are one: it is run once a round, whoever looks at it. */
sealed interface Trial {

    /**
     * A method of a benchmark.
     *
     * @param benchmark its class
     * @param method its name
     * @param threads how many call it
     * @param parameters the benchmark's own
     */
    record Jmh(Class<?> benchmark, String method, int threads, Map<String, String> parameters) implements Trial {
        public Jmh {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * A program of ours that tells what it read.
     *
     * @param main its class
     * @param arguments for it
     */
    record Program(Class<?> main, List<String> arguments) implements Trial {
        public Program {
            arguments = List.copyOf(arguments);
        }

        static Program of(Class<?> main, String... arguments) {
            return new Program(main, List.of(arguments));
        }
    }

    /**
     * A script beside this module, for what is no Java. It ends with 69 when it cannot be run here, and says why.
     *
     * @param file its name
     */
    record Script(String file) implements Trial {}
}
