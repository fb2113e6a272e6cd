package dev.lifeguard.supervision;

import java.util.Map;

/**
 * A tree as JMX shows it, to look and not to operate. Every attribute is read afresh, and none of them asks a pool for
 * more than its liveness, so they cost the same however much waits there.
 *
 * <p>Registered by {@link SupervisorBuilder#jmx} as {@code dev.lifeguard:type=Tree,name="NAME"}, with {@code ,number=2}
 * and so on behind it when the name is taken, before the first child is started; unregistered when the tree has ended.
 * The names are those of JMX, which makes attributes of getters. Keys are paths: names from the root, separated by
 * slashes. A failure is said by its class; only failures that the tree found itself have words.
 */
public interface SupervisorMXBean {

    /** {@return where the root is in its life} */
    String getState();

    /** {@return why it is there} */
    String getReason();

    /** {@return the tree as lines: each child below its supervisor, with its state and the reason} */
    String getTree();

    /** {@return the children that are no supervisors and those that are, a line each, in the order of their start} */
    String[] getChildren();

    /** {@return how many children are in each state} */
    Map<String, Integer> getChildrenByState();

    /** {@return the state of each supervisor that is there, with the reason} */
    Map<String, String> getSupervisors();

    /** {@return how many restarts each supervisor that is there has ordered since it was started} */
    Map<String, Integer> getRestarts();

    /** {@return what each child that has failed did so of last} */
    Map<String, String> getFailures();

    /** {@return whether each pool that runs lives, with the reason} */
    Map<String, String> getPools();
}
