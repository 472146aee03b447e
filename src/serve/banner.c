/* What the server's log tells at the start. */
#include "log.h"
#include "server_priv.h"

void
server_banner(struct server *s)
{
	struct live_config *live = filter_config(&s->filter);
	const struct config *c = live->config;

	log_info(
	    "cgpward " CGPWARD_VERSION ", a content filter for mail servers.");
	log_info(
	    "Engine: ClamAV %s. Configuration: %s.", engine_version(), c->file);
	log_info("Limits: message %lluM, unpacked %lluM, %u files, depth %u, "
		 "%llu s. Workers: %u.",
	    (unsigned long long)(c->limits_message_size >> 20),
	    (unsigned long long)(c->limits_scan_size >> 20), c->limits_files,
	    c->limits_depth, (unsigned long long)(c->limits_scan_time / 1000),
	    pool_workers(s->pool));
	if (!tempdir_on_tmpfs(s->filter.temp))
		log_warn("The temporary folder %s is not in memory (tmpfs): "
			 "scans are slower. See [engine] temp_dir.",
		    tempdir_path(s->filter.temp));
	held_unref(&live->held);
}
