package dev.lifeguard.verification.architecture;

/**
 * One Java source file of the project.
 *
 * @param path the path below the project directory, with slashes
 * @param text the whole text
 */
record SourceFile(String path, String text) {

    /** The number of lines. */
    long lines() {
        return text.lines().count();
    }

    /** The path below the source root, for example {@code dev/lifeguard/timing/SystemTime.java}. */
    String pathInModule() {
        int root = path.indexOf("/java/");
        return root < 0 ? path : path.substring(root + "/java/".length());
    }

    /**
     * The text with comments and the contents of literals replaced by blanks, line by line, so that a rule
     * meets only what the compiler meets.
     */
    String code() {
        StringBuilder code = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = endOfSilence(at);
            if (end == at) {
                code.append(text.charAt(at++));
            } else {
                blank(code, at, end);
                at = end;
            }
        }
        return code.toString();
    }

    /** The end of the comment or literal that starts at {@code at}, or {@code at} itself when none does. */
    private int endOfSilence(int at) {
        if (text.startsWith("//", at)) {
            int newline = text.indexOf('\n', at);
            return newline < 0 ? text.length() : newline;
        }
        if (text.startsWith("/*", at)) {
            return endAfter("*/", at + 2);
        }
        if (text.startsWith("\"\"\"", at)) {
            return endAfter("\"\"\"", at + 3);
        }
        char quote = text.charAt(at);
        return quote == '"' || quote == '\'' ? endOfLiteral(quote, at + 1) : at;
    }

    private int endAfter(String closing, int from) {
        int found = text.indexOf(closing, from);
        return found < 0 ? text.length() : found + closing.length();
    }

    private int endOfLiteral(char quote, int from) {
        for (int at = from; at < text.length(); at++) {
            char read = text.charAt(at);
            if (read == '\\') {
                at++;
            } else if (read == quote || read == '\n') {
                return at + 1;
            }
        }
        return text.length();
    }

    private void blank(StringBuilder code, int from, int to) {
        for (int at = from; at < Math.min(to, text.length()); at++) {
            code.append(text.charAt(at) == '\n' ? '\n' : ' ');
        }
    }
}
