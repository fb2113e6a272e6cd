package dev.lifeguard.cli;

import dev.lifeguard.cli.options.UsageException;
import dev.lifeguard.cli.run.ExitCode;
import dev.lifeguard.cli.run.Run;
import dev.lifeguard.process.Containment;
import java.util.List;
import java.util.Optional;

/** The entry point of the {@code lifeguard} command: finds the command that is meant and ends with its exit code. */
public final class Main {
    private static final String HELP = """
            Usage: lifeguard run [options] [--] command [argument...]
                   lifeguard help [run]
                   lifeguard --version

            Commands:
              run      run a command once for each task read from standard input or a file

            lifeguard help run describes it.
            """;

    private Main() {}

    /**
     * Runs the command named by the first argument and ends the JVM with its exit code.
     *
     * @param arguments the command line, without the program's name
     * @throws InterruptedException when the main thread is interrupted, which nobody does
     */
    public static void main(String[] arguments) throws InterruptedException {
        // Standard error is for people, and a pool that starts and stops is no news to them.
        System.setProperty("jdk.system.logger.level", "WARNING");
        System.exit(dispatch(List.of(arguments)));
    }

    private static int dispatch(List<String> arguments) throws InterruptedException {
        try {
            return command(arguments);
        } catch (Run.HelpRequest asked) {
            return print(Run.help());
        } catch (UsageException refused) {
            System.err.println("lifeguard: " + refused.getMessage());
            return ExitCode.USAGE;
        }
    }

    private static int command(List<String> arguments) throws InterruptedException {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (command) {
            case "run" -> Run.main(arguments, 1);
            case "help", "--help", "-h" -> help(arguments);
            case "version", "--version", "-V" -> print(version());
            case "" -> throw new UsageException("expected a command, got none.\n" + HELP.stripTrailing());
            default ->
                throw new UsageException("expected a command (run, help, --version), got \"" + command
                        + "\"; lifeguard help lists them.");
        };
    }

    private static int help(List<String> arguments) {
        if (arguments.size() < 2) {
            return print(HELP);
        }
        if (arguments.get(1).equals("run")) {
            return print(Run.help());
        }
        throw new UsageException("there is no help on \"" + arguments.get(1) + "\": expected run.");
    }

    private static String version() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .or(() -> Main.class.getModule().getDescriptor() == null
                        ? Optional.empty()
                        : Main.class.getModule().getDescriptor().rawVersion())
                .orElse("(not from a jar)");
        return "lifeguard " + version + ", Java " + Runtime.version() + "\ncontainment = "
                + Containment.available().words() + "\n";
    }

    private static int print(String text) {
        System.out.print(text);
        System.out.flush();
        return System.out.checkError() ? ExitCode.ABORTED : ExitCode.OK;
    }
}
