/*
 * The life of one worker: its thread, its supervisor, and those who use it.
 *
 * States and signals have the names of WorkerLifecycle.TABLE, and each MOVE or MINE below is a row of it; WorkerModelTest
 * compares the two. A move is one step, as it is one compare-and-set of the word. User code returns, fails, or never
 * comes back; lessees return, return twice, or go away. What each of them knows in that moment is what the pool's own
 * code looks at: the state, the number of the loan, whether its incarnation was abandoned.
 *
 * Run by verification/spin/check. With -DBUG=1 to 5 one line is wrong, and must be found.
 */

#ifndef BUG
#define BUG 0
#endif

/* The states. */
mtype = {
    STARTING, IDLE, RUNNING, CANCELLING, LEASED, RECEIVING, RESETTING, CHECKING, LEAVING, CONDEMNED, STOPPING, BACKOFF,
    FAILED, STOPPED
};

/* The signals. */
mtype = {
    STARTED, START_FAILED, CLAIMED, LENT, ASKED, FREED, SOILED, MAILED, CHECKED, CLEANED, CRASHED, REVOKED, OVERDUE,
    RETIRED, EXITED, RESTART, BARRED, REOPENED, RENEWED
};

/* What a thread says that comes back after it was abandoned; the table hears of it only when its slot is closed. */
mtype = { RETURNED };

/* Who there is; a check of everything at once takes too long, so check tries several sets. */
#ifndef INCARNATIONS
#define INCARNATIONS 2
#endif
#ifndef TASKS
#define TASKS 1
#endif
#ifndef LESSEES
#define LESSEES 1
#endif
#ifndef MESSAGES
#define MESSAGES 0
#endif

mtype state = STARTING;

/* While it is LEAVING: what for. */
mtype under;
byte incarnation = 1;

/* What waits for the worker. */
byte tasks;
byte waiters;
bool mail;

/* The number of the loan, which grows with each return, and the loans that were given to those who wait. */
byte loan;
chan grants = [1] of { byte, byte };

/* Code of a task is on the worker, so that somebody can ask it to leave. */
bool inTask;

/* The loan whose lessee is gone and will not return the worker, and 1; or 0. */
byte lost;

/* It is not wanted any more. */
bool retired;

/* By incarnation: abandoned; past its last move; told that it serves; how many use its object. */
bool fenced[INCARNATIONS + 1];
bool over[INCARNATIONS + 1];
bool begun[INCARNATIONS + 1];
byte users[INCARNATIONS + 1];

byte zombies;
chan notices = [4] of { mtype, byte };

/* A row of the table, and what else has to hold and is done in the same step. */
#define MOVE(from, what, to, when, ...) atomic { state == from && (when) -> state = to; __VA_ARGS__ }

/* The same by the thread of an incarnation, which makes no move once it was abandoned. */
#if BUG == 1
#define MINE(from, what, to, when, ...) MOVE(from, what, to, when, __VA_ARGS__)
#else
#define MINE(from, what, to, when, ...) MOVE(from, what, to, !fenced[me] && (when), __VA_ARGS__)
#endif

#define AT(it) (!fenced[me] && (state == it || (state == LEAVING && under == it)))

#if BUG == 3
#define MY_LOAN (incarnation == object)
#else
#define MY_LOAN (incarnation == object && loan == mine)
#endif

#if BUG == 5
#define LOST (lost > 0)
#else
#define LOST (lost == loan + 1)
#endif

/* Code of the user begins on an object that nobody else uses. */
inline enter(object) {
    d_step {
        users[object]++;
        assert(users[object] == 1)
    }
}

inline exit(object) {
    users[object]--
}

/* After the worker became free, or something came: is there one for the other? */
inline look() {
    atomic {
        if
        :: state == IDLE && (tasks > 0 || waiters > 0) -> MOVE(IDLE, CLAIMED, RUNNING, true, skip)
        :: state == IDLE && tasks == 0 && waiters == 0 && mail -> MOVE(IDLE, MAILED, RECEIVING, true, skip)
        :: else
        fi
    }
}

proctype Thread(byte me) {
    bool woken;

    /* The start hook. */
    enter(me);
    if
    :: true
    :: true -> goto gone
    fi;
    exit(me);
    if
    :: atomic { !fenced[me] -> notices ! STARTED, me }
    :: atomic { !fenced[me] -> over[me] = true; notices ! START_FAILED, me }; goto gone
    :: fenced[me] -> goto back
    fi;
    begun[me] || fenced[me];

serve:
    woken = true;
end_rest:
    if
    :: AT(RUNNING) -> goto work
    :: AT(RECEIVING) -> goto receive
    :: AT(RESETTING) -> goto reset
    :: AT(CHECKING) -> goto check
    :: !fenced[me] && (state == CONDEMNED || state == STOPPING) -> goto stop
    :: fenced[me] -> goto back
    fi;

work:
    if
    :: atomic { woken && !fenced[me] && state == RUNNING && tasks > 0 -> tasks--; inTask = true }; goto task
    :: MINE(RUNNING, CLAIMED, RUNNING, !woken && tasks > 0, tasks--; inTask = true); goto task
    :: MINE(LEAVING, CLAIMED, LEAVING, woken && tasks > 0, tasks--; inTask = true); goto task
    :: MINE(RUNNING, LENT, LEASED, waiters > 0, waiters--; grants ! loan, me); goto serve
    :: MINE(LEAVING, LENT, LEAVING, woken && waiters > 0, waiters--; under = LEASED; grants ! loan, me); goto serve
    :: tasks == 0 && waiters == 0
    :: !woken && (mail || state == LEAVING)
    :: fenced[me] -> goto back
    fi;
    /* Something may have come since it looked. */
    if
    :: MINE(RUNNING, FREED, IDLE, !mail, skip)
    :: MINE(RUNNING, MAILED, RECEIVING, mail, skip); goto serve
    :: MINE(LEAVING, FREED, STOPPING, true, skip); goto serve
    :: fenced[me] -> goto back
    fi;
#if BUG != 2
    look();
#endif
    goto serve;

task:
    enter(me);
    if
    :: true
    :: true -> goto gone
    fi;
    exit(me);
    woken = false;
    if
    :: atomic { !fenced[me] && state == RUNNING -> inTask = false }; goto work
    :: MINE(RUNNING, SOILED, RESETTING, true, inTask = false)
    :: MINE(RUNNING, CRASHED, CONDEMNED, true, inTask = false)
    :: MINE(CANCELLING, SOILED, RESETTING, true, inTask = false)
    :: MINE(CANCELLING, CRASHED, CONDEMNED, true, inTask = false)
    :: MINE(LEAVING, FREED, STOPPING, true, inTask = false)
    :: MINE(LEAVING, SOILED, STOPPING, true, inTask = false)
    :: MINE(LEAVING, CRASHED, STOPPING, true, inTask = false)
    :: fenced[me] -> goto back
    fi;
    goto serve;

receive:
    enter(me);
    if
    :: true
    :: true -> goto gone
    fi;
    exit(me);
    mail = false;
    if
    :: MINE(RECEIVING, FREED, IDLE, true, skip)
    :: MINE(RECEIVING, CLAIMED, RUNNING, tasks > 0, skip); goto serve
    :: MINE(RECEIVING, SOILED, RESETTING, true, skip); goto serve
    :: MINE(RECEIVING, CRASHED, CONDEMNED, true, skip); goto serve
    :: MINE(LEAVING, FREED, STOPPING, true, skip); goto serve
    :: MINE(LEAVING, SOILED, STOPPING, true, skip); goto serve
    :: MINE(LEAVING, CRASHED, STOPPING, true, skip); goto serve
    :: fenced[me] -> goto back
    fi;
    look();
    goto serve;

reset:
    enter(me);
    if
    :: true
    :: true -> goto gone
    fi;
    exit(me);
    if
    :: MINE(RESETTING, CLEANED, IDLE, true, skip)
    :: MINE(RESETTING, CRASHED, CONDEMNED, true, skip); goto serve
    :: MINE(LEAVING, CLEANED, STOPPING, true, skip); goto serve
    :: MINE(LEAVING, CRASHED, STOPPING, true, skip); goto serve
    :: fenced[me] -> goto back
    fi;
    look();
    goto serve;

check:
    enter(me);
    if
    :: true
    :: true -> goto gone
    fi;
    exit(me);
    if
    :: MINE(CHECKING, CLEANED, IDLE, true, skip)
    :: MINE(CHECKING, CRASHED, CONDEMNED, true, skip); goto serve
    :: MINE(LEAVING, CLEANED, STOPPING, true, skip); goto serve
    :: MINE(LEAVING, CRASHED, STOPPING, true, skip); goto serve
    :: fenced[me] -> goto back
    fi;
    look();
    goto serve;

stop:
    enter(me);
    if
    :: true
    :: true -> goto gone
    fi;
    exit(me);
    if
    :: atomic { !fenced[me] -> over[me] = true; notices ! EXITED, me }
    :: fenced[me] -> goto back
    fi;
    goto gone;

back:
    notices ! RETURNED, me;

gone:
    skip
}

proctype Lessee() {
    byte mine;
    byte object;
    bool again;

    if
    :: MOVE(IDLE, LENT, LEASED, true, mine = loan; object = incarnation); goto hold
    :: true
    fi;
    /* In line first, then one more look; whoever has a worker for it grants that. */
    waiters++;
    look();
end_wait:
    if
    :: grants ? mine, object
    :: atomic { waiters > 0 && empty(grants) -> waiters-- }; goto gone
    fi;

hold:
    enter(object);
    exit(object);
    if
    :: true
    :: atomic { true -> lost = mine + 1 }; goto gone
    fi;

close:
    if
    :: MOVE(LEASED, FREED, IDLE, MY_LOAN, loan++); look()
    :: MOVE(LEASED, CLAIMED, RUNNING, MY_LOAN && tasks > 0, loan++)
    :: MOVE(LEASED, LENT, LEASED, MY_LOAN && waiters > 0, loan++; waiters--; grants ! loan, incarnation)
    :: MOVE(LEASED, SOILED, RESETTING, MY_LOAN, loan++)
    :: MOVE(LEASED, CRASHED, CONDEMNED, MY_LOAN, loan++)
    :: MOVE(LEASED, MAILED, RECEIVING, MY_LOAN && mail, loan++)
    :: MOVE(LEAVING, FREED, STOPPING, MY_LOAN && under == LEASED, loan++)
    :: MOVE(LEAVING, SOILED, STOPPING, MY_LOAN && under == LEASED, loan++)
    :: MOVE(LEAVING, CRASHED, STOPPING, MY_LOAN && under == LEASED, loan++)
    :: else
    fi;
    if
    :: !again -> again = true; goto close
    :: true
    fi;

gone:
    skip
}

/* Submits, sends a message, and asks what runs to leave. */
proctype Caller() {
    byte submitted;

    do
    :: submitted < TASKS -> submitted++; tasks++; look()
    :: submitted == TASKS -> break
    od;
#if MESSAGES > 0
    mail = true;
    look();
#endif
end_ask:
    MOVE(RUNNING, ASKED, CANCELLING, inTask, skip)
}

#define ABANDONED fenced[incarnation] = true; inTask = false; zombies++
#define SENT(why) under = why; retired = true

proctype Supervisor() {
    mtype what;
    byte who;
    bool retires;
    bool checks;
    bool renewed;

    /* Chosen once: what can always happen would hide a worker that is forgotten. */
    if
    :: true
    :: retires = true
    fi;
    if
    :: true
    :: checks = true
    fi;

end_step:
    do
    :: notices ? what, who ->
        if
        :: what == RETURNED ->
            zombies--;
            if
            :: MOVE(FAILED, REOPENED, BACKOFF, true, skip)
            :: else
            fi
        /* A signal of an earlier incarnation is dropped before the table is asked. */
        :: what != RETURNED && fenced[who]
        :: what == STARTED && !fenced[who] ->
            if
            :: MOVE(STARTING, STARTED, IDLE, true, begun[who] = true); look()
            :: MOVE(STOPPING, STARTED, STOPPING, true, begun[who] = true)
            fi
        :: what == START_FAILED && !fenced[who] ->
            if
            :: MOVE(STARTING, START_FAILED, BACKOFF, true, skip)
            :: MOVE(STOPPING, START_FAILED, STOPPED, true, skip)
            fi
        :: what == EXITED && !fenced[who] ->
            if
            :: MOVE(CONDEMNED, EXITED, BACKOFF, true, skip)
            :: MOVE(STOPPING, EXITED, STOPPED, true, skip)
            fi
        fi

    /* A limit passed. */
    :: MOVE(STARTING, OVERDUE, BACKOFF, !over[incarnation], ABANDONED)
    :: MOVE(CANCELLING, OVERDUE, BACKOFF, true, ABANDONED)
    :: MOVE(RECEIVING, OVERDUE, BACKOFF, true, ABANDONED)
    :: MOVE(RESETTING, OVERDUE, BACKOFF, true, ABANDONED)
    :: MOVE(CHECKING, OVERDUE, BACKOFF, true, ABANDONED)
#if BUG != 4
    :: MOVE(LEAVING, OVERDUE, STOPPED, true, ABANDONED)
#endif
    :: MOVE(CONDEMNED, OVERDUE, BACKOFF, !over[incarnation], ABANDONED)
    :: MOVE(STOPPING, OVERDUE, STOPPED, !over[incarnation], ABANDONED)

    /* The lessee is gone. */
    :: MOVE(LEASED, REVOKED, CONDEMNED, LOST, loan++)
    :: MOVE(LEAVING, REVOKED, STOPPING, under == LEASED && LOST, loan++)

    /* Not wanted any more. */
    :: MOVE(STARTING, RETIRED, STOPPING, retires, SENT(STARTING))
    :: MOVE(IDLE, RETIRED, STOPPING, retires, SENT(IDLE))
    :: MOVE(RUNNING, RETIRED, LEAVING, retires, SENT(RUNNING))
    :: MOVE(CANCELLING, RETIRED, LEAVING, retires, SENT(RUNNING))
    :: MOVE(LEASED, RETIRED, LEAVING, retires, SENT(LEASED))
    :: MOVE(RECEIVING, RETIRED, LEAVING, retires, SENT(RECEIVING))
    :: MOVE(RESETTING, RETIRED, LEAVING, retires, SENT(RESETTING))
    :: MOVE(CHECKING, RETIRED, LEAVING, retires, SENT(CHECKING))
    :: MOVE(CONDEMNED, RETIRED, STOPPING, retires, SENT(CONDEMNED))
    :: MOVE(BACKOFF, RETIRED, STOPPED, retires, SENT(BACKOFF))
    :: MOVE(FAILED, RETIRED, STOPPED, retires, SENT(FAILED))

    /* Now and then. */
    :: MOVE(IDLE, CHECKED, CHECKING, checks, checks = false)
    :: MOVE(BACKOFF, RESTART, STARTING, incarnation < INCARNATIONS, incarnation++; loan++; run Thread(incarnation))
    :: MOVE(BACKOFF, BARRED, FAILED, zombies > 0, skip)
    :: MOVE(STOPPED, RENEWED, BACKOFF, !renewed, renewed = true; retired = false)
    od
}

init {
    byte lessees;
    atomic {
        run Supervisor();
        run Thread(1);
        run Caller();
        do
        :: lessees < LESSEES -> lessees++; run Lessee()
        :: lessees == LESSEES -> break
        od
    }
}

/* Who is sent away is gone in the end, whatever its code does. */
ltl retired_ends { [] (retired -> <> (state == STOPPED || !retired)) }

/* Nothing waits for ever beside a free worker. */
ltl offered_is_taken { [] ((state == IDLE && tasks > 0) -> <> !(state == IDLE && tasks > 0)) }
