/*
 * clamd: asks a running clamd about each message, as a filter in front of it
 * does: a connection to its local socket and the open file itself.
 * usage: clamd -p PID [-t CONNECTIONS] [-w WARM_UP] [-l LIST] FOLDER SOCKET
 */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "load.h"

enum { REPLY_MAX = 1024 };

static int
connect_to(const char *path, struct err *e)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return err_set(e, "%s: too long", path);
	memcpy(address.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd != -1 &&
	    connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	(void)err_sys(e, "%s", path);
	if (fd != -1)
		(void)close(fd);
	return -1;
}

/* The command, then one byte that carries the descriptor. */
static int
send_file(int to, int file, struct err *e)
{
	static const char command[] = "zFILDES";
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {.bytes = {0}};
	char byte = 0;
	struct iovec io = {&byte, 1};
	struct msghdr message = {
	    .msg_iov = &io,
	    .msg_iovlen = 1,
	    .msg_control = control.bytes,
	    .msg_controllen = sizeof(control.bytes),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &file, sizeof(file));
	if (send(to, command, sizeof(command), MSG_NOSIGNAL) !=
		(ssize_t)sizeof(command) ||
	    sendmsg(to, &message, MSG_NOSIGNAL) != 1)
		return err_sys(e, "the request was not sent");
	return 0;
}

/* Up to the NUL that ends it, or to the end. */
static int
receive(int from, char *reply, struct err *e)
{
	size_t len = 0;
	ssize_t n;

	while ((n = recv(from, reply + len, REPLY_MAX - 1 - len, 0)) > 0) {
		len += (size_t)n;
		if (reply[len - 1] == '\0' || len == REPLY_MAX - 1)
			break;
	}
	if (n == -1 || len == 0)
		return err_sys(e, "there was no reply");
	reply[len] = '\0';
	return 0;
}

/* "fd[10]: Name FOUND", "fd[10]: OK" or "fd[10]: ... ERROR". */
static int
judge(char *reply, struct buf *name, struct err *e)
{
	char *found = strstr(reply, " FOUND"), *colon = strstr(reply, ": ");

	if (found != NULL && colon != NULL) {
		*found = '\0';
		(void)buf_adds(name, colon + 2);
		return 1;
	}
	if (colon != NULL && strcmp(colon, ": OK") == 0)
		return 0;
	return err_set(e, "clamd says: %s", reply);
}

static int
scan(void *arg, const struct load_message *message, struct buf *name,
    struct err *e)
{
	int file = open(message->path, O_RDONLY | O_CLOEXEC), to, rc = -1;
	char reply[REPLY_MAX];

	if (file == -1)
		return err_sys(e, "%s", message->path);
	to = connect_to(arg, e);
	if (to != -1 && send_file(to, file, e) == 0 &&
	    receive(to, reply, e) == 0)
		rc = judge(reply, name, e);
	(void)close(file);
	if (to != -1)
		(void)close(to);
	return rc;
}

int
main(int argc, char **argv)
{
	struct load_args args = {0};
	struct err e;
	int rest = load_options(argc, argv, &args, &e);

	if (rest == -1 ||
	    (argc - rest != 2 && err_set(&e, "FOLDER SOCKET is missing") == -1))
		return load_give_up("clamd", &e);
	args.folder = argv[rest];
	if (load_run(&args, scan, argv[rest + 1], &e) == -1)
		return load_give_up("clamd", &e);
	return 0;
}
