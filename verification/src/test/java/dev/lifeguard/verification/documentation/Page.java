package dev.lifeguard.verification.documentation;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The text of one page of documentation, with the parts of it that are made and not written: each stands between a
 * line {@code <!-- begin: KIND ARGUMENTS -->} and a line {@code <!-- end -->}.
 *
 * @param text the whole page
 */
record Page(String text) {
    private static final Pattern PART = Pattern.compile(
            "^<!-- begin: (\\S+)((?: \\S+)*) -->\\n(.*?)^<!-- end -->$", Pattern.MULTILINE | Pattern.DOTALL);

    /**
     * A part that is made.
     *
     * @param kind what makes it
     * @param arguments from what
     */
    record Part(String kind, List<String> arguments) {}

    /** This page with each of its made parts made anew. */
    Page remade(Function<Part, String> maker) {
        return new Page(PART.matcher(text).replaceAll(found -> {
            Part part = part(found);
            return java.util.regex.Matcher.quoteReplacement(
                    "<!-- begin: " + part.kind() + found.group(2) + " -->\n" + maker.apply(part) + "<!-- end -->");
        }));
    }

    /** The parts that are made. */
    List<Part> parts() {
        return PART.matcher(text).results().map(Page::part).toList();
    }

    /** What somebody wrote himself. */
    String written() {
        return PART.matcher(text).replaceAll("");
    }

    private static Part part(MatchResult found) {
        String arguments = found.group(2).strip();
        return new Part(found.group(1), arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1)));
    }
}
