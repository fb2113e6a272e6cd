package dev.lifeguard.cli.run;

import static dev.lifeguard.cli.options.Option.flag;
import static dev.lifeguard.cli.options.Option.valued;

import dev.lifeguard.cli.options.Option;
import dev.lifeguard.cli.options.OptionTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of {@code lifeguard run}, and its help. */
final class RunOptions {
    static final OptionTable TABLE = new OptionTable(groups());

    private static final String INTRODUCTION = """
            Usage: lifeguard run [options] [--] command [argument...]

            Reads tasks, one per line, and runs the command once for each of them, several at a
            time. {} in an argument is replaced by the task as it is, without a shell; without a
            {} the task becomes the last argument. Each finished task is one line of JSON on
            standard output, in the order of completion.
            """;

    private static final String NOTES = """

            The command finds in its environment LIFEGUARD_TASK (the task; left out when it is
            longer than the system takes), LIFEGUARD_ID and LIFEGUARD_ATTEMPT (from 1). Its
            standard input is empty unless --stdin is given.

            A line of output has: id, task, status (ok, failed, timeout, crashed, cancelled),
            exit (null when the command did not run to an end), attempts, ms (the last attempt),
            waitMs (before it), worker, stdout, stderr (their ends; with stdoutBytes or stderrBytes when
            there was more), error, and taskBase64 when the task is no UTF-8.

            Ctrl-C once: reads no further, lets running commands end. Twice: cancels them.
            Three times: kills everything and leaves. SIGTERM cancels. Empty lines are no tasks.

            Exit code: 0 all ok, 1 some failed, 2 wrong usage, 3 given up, 130 interrupted,
            141 nobody reads the output, 143 terminated.

            Examples:
              find . -name '*.png' -print0 | lifeguard run -0 -j 4 -- optipng -quiet {}
              lifeguard run --input urls.txt --timeout 30s --retries 3 --dead-letter failed.txt \\
                  -- curl -fsS -O {}
            """;

    private RunOptions() {}

    static String help() {
        return INTRODUCTION + TABLE.help() + NOTES;
    }

    private static Map<String, List<Option>> groups() {
        var groups = new LinkedHashMap<String, List<Option>>();
        groups.put("Tasks", tasks());
        groups.put("Running", running());
        groups.put("Output", output());
        return groups;
    }

    private static List<Option> tasks() {
        return List.of(
                valued("input", "FILE", "read tasks from FILE; - is standard input (default)"),
                flag("null", "a NUL ends a task, as from find -print0, not a newline")
                        .letter('0'),
                flag(
                        "stdin",
                        "feed the task to the command's standard input, with a newline",
                        "unless -0 is given; it is not appended to the arguments"),
                valued(
                        "key",
                        "N",
                        "the id is the N-th field of the task, fields being separated",
                        "by blanks; default: the number of the line"),
                valued("max-task", "SIZE", "the longest task (default 1m); a longer one fails"),
                valued(
                        "total",
                        "N",
                        "how many tasks there will be, for the ETA; default: counted",
                        "when the input is a file"));
    }

    private static List<Option> running() {
        return List.of(
                valued("jobs", "N|auto", "how many commands at a time; auto (default): one per", "processor")
                        .letter('j'),
                valued("timeout", "TIME", "kill a command, and what it started, after 500ms, 30s, 5m, 1h"),
                valued("retries", "N", "how many more attempts after a failure (default 0)"),
                valued(
                        "backoff",
                        "A[..B]",
                        "the pause before another attempt, doubled from A to B",
                        "(default 200ms..10s)"),
                valued(
                        "max-failures",
                        "N|P%",
                        "give up after N failures, or when P% of the finished tasks",
                        "(10 or more) have failed; running commands end first"));
    }

    private static List<Option> output() {
        return List.of(
                flag("plain", "print each command's own output, whole and together, in", "place of JSON"),
                flag("ordered", "print in the order of the input"),
                valued(
                        "results",
                        "DIR",
                        "keep whole outputs in DIR, in N.stdout and N.stderr",
                        "(N: number of the line)"),
                valued(
                        "dead-letter",
                        "FILE",
                        "write the tasks that did not end well to FILE, so that it",
                        "can be the next --input"),
                valued("tail", "SIZE", "how much of the end of an output is in the JSON (default 8k)"),
                flag("quiet", "no progress and no summary on standard error").letter('q'),
                flag("help", "this text").letter('h'));
    }
}
