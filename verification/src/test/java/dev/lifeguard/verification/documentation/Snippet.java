package dev.lifeguard.verification.documentation;

import java.util.List;
import java.util.stream.Collectors;

/** A region of compiled source between {@code // @start region="NAME"} and {@code // @end region="NAME"}. */
final class Snippet {
    private Snippet() {}

    /** The lines of the region, moved to the left margin. */
    static String of(String source, String region) {
        List<String> lines = source.lines().toList();
        int start = only(lines, "// @start region=\"" + region + "\"");
        int end = only(lines, "// @end region=\"" + region + "\"");
        List<String> inside = lines.subList(start + 1, end);
        int margin = inside.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return inside.stream()
                .map(line -> line.isBlank() ? "" : line.substring(margin))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static int only(List<String> lines, String mark) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        int first = stripped.indexOf(mark);
        if (first < 0 || first != stripped.lastIndexOf(mark)) {
            throw new IllegalArgumentException(
                    "The source has not exactly one line " + mark + ", so the page cannot show the region.");
        }
        return first;
    }
}
