/*
 * The administrator's rules on one message: which policies it falls under,
 * what is to be looked at, what the rules find, and the verdict of it all.
 * A judge belongs to one job and one thread; configuration and message live
 * longer than it.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "config.h"
#include "finding.h"
#include "message.h"
#include "part.h"
#include "verdict.h"

struct judge;

/*
 * Chooses the policies. Each recipient has the first policy whose conditions
 * are all met, or none; a message without recipients the first that asks for
 * none.
 */
struct judge *judge_new(
    const struct config *config, const struct message *message);

/* Frees the judge and sets the pointer to NULL; NULL is fine. */
void judge_free(struct judge **judge);

/*
 * What to scan the message with: all that any of its policies wants. NULL:
 * no policy of it wants a scan.
 */
const struct config *judge_config(const struct judge *judge);

/* What has to see the message's parts; NULL when no rule needs to. */
const struct part_sink *judge_observer(const struct judge *judge);

/*
 * Decides, after the scan and also when it failed. Every policy gives a
 * verdict of its own, and the strictest is the message's; side actions of all
 * of them add up. `findings` becomes what counts for the strictest policy,
 * with what the rules found, and *config_r its configuration.
 */
void judge_decide(struct judge *judge, struct findings *findings,
    struct verdict *verdict_r, const struct config **config_r);

/*
 * The action for a message whose scan does not end: the hardest for the class
 * `error` of all its policies that want a scan, side actions added up, and
 * the configuration of the policy that has it. Asked before the scan.
 */
void judge_fallback(const struct judge *judge, struct action *action_r,
    const struct config **config_r);

#endif
