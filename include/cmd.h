/*
 * The commands beside the filter itself. Each takes its name in argv[0] and
 * the arguments behind it, and returns the exit code of the process.
 */
#ifndef CMD_H
#define CMD_H

int cmd_check(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_quarantine(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_scan(int argc, char **argv);
int cmd_version(int argc, char **argv);

#endif
