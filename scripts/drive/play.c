#include "play.h"
int
play(const struct play_args *args)
{
	(void)args;
	return 2;
}
