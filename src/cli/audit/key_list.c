#include "cli/audit/key_list.h"

#include <stdio.h>
#include <string.h>

#include "cli/command/command.h"

enum err key_list_read(const char *path, struct note_key keys[KEY_LIST_MAX], int *count)
{
    char line[256];
    FILE *file = fopen(path, "re");
    enum err err = file == NULL ? ERR_NOT_FOUND : ERR_NONE;
    *count = 0;
    while (err == ERR_NONE && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0')
            continue;
        err = *count < KEY_LIST_MAX ? note_key_read(line, &keys[*count]) : ERR_INVALID;
        ++*count;
    }
    if (file != NULL)
        (void)fclose(file);
    if (err == ERR_NONE && *count == 0)
        err = ERR_INVALID;
    if (err != ERR_NONE)
        command_say("%s is not a file of public keys, as \"rostrum audit keys\" prints them.",
                    path);
    return err;
}
