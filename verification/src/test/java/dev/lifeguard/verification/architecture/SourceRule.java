package dev.lifeguard.verification.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that source code may contain only in named files.
 *
 * @param forbidden what the code (without comments and literals) may not contain
 * @param allowedIn the paths inside their modules of the files that may contain it all the same
 * @param remedy what to do instead, shown with each violation
 */
record SourceRule(Pattern forbidden, Set<String> allowedIn, String remedy) {

    SourceRule(String forbidden, String remedy, String... allowedIn) {
        this(Pattern.compile(forbidden), Set.of(allowedIn), remedy);
    }

    /** Every line that breaks the rule, as {@code path:line: code; remedy}. */
    List<String> violations(Collection<SourceFile> files) {
        List<String> violations = new ArrayList<>();
        for (SourceFile file : files) {
            if (allowedIn.contains(file.pathInModule())) {
                continue;
            }
            List<String> lines = file.code().lines().toList();
            for (int index = 0; index < lines.size(); index++) {
                if (forbidden.matcher(lines.get(index)).find()) {
                    violations.add(file.path() + ":" + (index + 1) + ": "
                            + lines.get(index).strip() + "; " + remedy);
                }
            }
        }
        return violations;
    }
}
