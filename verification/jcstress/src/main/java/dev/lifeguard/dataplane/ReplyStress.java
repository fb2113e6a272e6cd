package dev.lifeguard.dataplane;

import dev.lifeguard.timing.SystemTime;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A reply crosses the asker who leaves: the one who replies and the one who leaves agree on whether it was taken. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the reply was first, and the asker found it")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "the asker was first, and the replier was told so")
@Outcome(expect = Expect.FORBIDDEN, desc = "they disagree")
@State
public class ReplyStress {

    private final Letterbox box = new Letterbox(8, new Counters(), new SystemTime(), "stress");
    private final Letter question = Letter.asking("question", box);

    @Actor
    public void reader(ZZ_Result result) {
        result.r1 = question.reply("answer");
    }

    @Actor
    public void asker(ZZ_Result result) {
        result.r2 = "answer".equals(question.leave());
    }
}
