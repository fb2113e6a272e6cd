package dev.lifeguard.dataplane;

import dev.lifeguard.timing.SystemTime;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A question is posted while the box is closed: it is not taken, or it is ended, but it never lies there. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "taken, and ended by one of the two")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "not taken")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "its asker waits for nobody")
@Outcome(expect = Expect.FORBIDDEN, desc = "answered without being taken")
@State
public class LetterboxStress {

    private final Letterbox box = new Letterbox(8, new Counters(), new SystemTime(), "stress");
    private final Letter question = Letter.asking("question", box);

    @Actor
    public void asker(ZZ_Result result) {
        result.r1 = box.post(question);
    }

    @Actor
    public void end() {
        box.close();
    }

    @Arbiter
    public void look(ZZ_Result result) {
        result.r2 = question.get() != null;
    }
}
