#include "base/writable.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/setting.h"
#include "base/text.h"

enum { FOLDERS_MAX = 8 };

const char *const *writable_folders(struct arena *arena, const struct writable *settings)
{
    static const char sqlite[] = "sqlite:";
    const char *erasures = setting_get(SETTING_ERASURES);
    const char *runtime = setting_get(SETTING_RUNTIME);
    const char *temporary = getenv("TMPDIR");
    const char **folders = arena_array(arena, FOLDERS_MAX, sizeof *folders);
    int count = 0;
    if (text_starts_with(settings->database_url, sqlite))
        folders[count++] = file_folder(arena, settings->database_url + strlen(sqlite));
    folders[count++] = file_folder(arena, settings->keyring_path);
    if (settings->checkpoints != NULL)
        folders[count++] = settings->checkpoints;
    if (erasures[0] != '\0')
        folders[count++] = file_folder(arena, erasures);
    if (settings->runtime_dir[0] != '\0')
        folders[count++] = arena_copy(arena, settings->runtime_dir,
                                      (size_t)folder_first_len(settings->runtime_dir));
    if (runtime[0] != '\0')
        folders[count++] = runtime;
    folders[count++] = temporary != NULL && temporary[0] != '\0' ? temporary : "/tmp";
    folders[count] = NULL;
    return folders;
}
