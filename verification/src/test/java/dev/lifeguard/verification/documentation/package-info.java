/**
 * Read in this order: {@link dev.lifeguard.verification.documentation.DocumentationTest}, which compares the pages with
 * the code, {@link dev.lifeguard.verification.documentation.Page}, then {@link
 * dev.lifeguard.verification.documentation.Tour}, which watches a task on its way.
 */
@NullMarked
package dev.lifeguard.verification.documentation;

import org.jspecify.annotations.NullMarked;
