/* What a job tells the journal, and what the journal forbids it. */
#include "work_priv.h"

#include <sys/stat.h>

#include "clock.h"

enum { NS_IN_S = 1000000000 };

bool
work_look(struct work *w, const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return false;
	w->exists = true;
	w->file = (struct journal_file){
	    .device = st.st_dev,
	    .inode = st.st_ino,
	    .size = (uint64_t)st.st_size,
	    .mtime_ns = st.st_mtim.tv_sec * NS_IN_S + st.st_mtim.tv_nsec,
	};
	return true;
}

static int
refuse(struct err *e)
{
	return err_set(
	    e, "it was in work when the program ended abruptly twice");
}

int
work_begin(struct work *w, struct journal *j, const struct engine *engine,
    struct err *e)
{
	struct journal_entry entry = {
	    .file = w->file,
	    .path = w->path,
	    .definitions = engine_info(engine)->stamp,
	    .engine = engine_version(),
	    .now_s = clock_wall_ms() / 1000,
	};

	if (w->exists)
		w->advice = journal_begin(j, &entry, &w->ticket);
	return w->advice == JOURNAL_KEEP_OFF ? refuse(e) : 0;
}

int
work_opened(struct work *w, struct err *e)
{
	journal_opened(&w->ticket);
	return w->advice == JOURNAL_SCAN ? 0 : refuse(e);
}
