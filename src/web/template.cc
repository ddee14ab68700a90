// The only C++ file: a C interface to ctemplate. The engine pulls what it shows from a struct view
// through TemplateDictionaryInterface; no dictionary is built and no value is copied.

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary_interface.h>
#include <ctemplate/template_emitter.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <string>

// view_key names a struct and a function: plain C, but g++ takes the one for hiding the other.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
extern "C" {
#include "base/budget.h"
#include "base/log.h"
#include "web/template.h"
#include "web/template_text.h"
#include "web/view_internal.h"
}
#pragma GCC diagnostic pop

namespace
{

using ctemplate::ExpandEmitter;
using ctemplate::TemplateCache;
using ctemplate::TemplateDictionaryInterface;
using ctemplate::TemplateString;

const size_t kPageSize = 16 * 1024; // what most pages need, so that the buffer grows once

// All templates, frozen after template_open: rendering never looks at the disk.
TemplateCache *all_templates;

bool is_strict; // template_be_strict()

class BufEmitter : public ExpandEmitter
{
  public:
    explicit BufEmitter(struct buf *out) : out_(out)
    {
    }
    void Emit(char c) override
    {
        Emit(&c, 1);
    }
    void Emit(const std::string &s) override
    {
        Emit(s.data(), s.size());
    }
    void Emit(const char *s) override
    {
        Emit(s, strlen(s));
    }
    void Emit(const char *s, size_t len) override
    {
        if (GoesOn() && Fits(out_, len))
            buf_add(out_, s, len);
        else
            is_whole_ = false;
    }
    // False: something was left out, for want of memory or of time.
    bool IsWhole() const
    {
        return is_whole_;
    }
    // Is there any use in going on?
    bool GoesOn()
    {
        is_whole_ = is_whole_ && !budget_is_over();
        return is_whole_;
    }

  private:
    // The frames of the engine can't be left, so nothing is asked for that is not there.
    static bool Fits(const struct buf *out, size_t len)
    {
        return out->capacity - out->len > len || budget_has_room(2 * (out->capacity + len));
    }
    struct buf *out_;
    bool is_whole_ = true;
};

// A view where its section stands in the template. A name that it does not have is looked for in
// the section around it there, whichever view has the section itself: so a row is seen from all
// that stands in its template, also from a section that the whole page shows or hides.
class ViewDictionary : public TemplateDictionaryInterface
{
  public:
    // around outlives this; nullptr: there is nothing around.
    ViewDictionary(const struct view *view, const ViewDictionary *around, BufEmitter *out)
        : view_(view), around_(around), out_(out)
    {
    }
    void Show(const struct view *view)
    {
        view_ = view;
    }

    TemplateString GetValue(const TemplateString &name) const override;
    bool IsHiddenSection(const TemplateString &name) const override;
    bool IsUnhiddenSection(const TemplateString &name) const override;
    bool IsHiddenTemplate(const TemplateString &name) const override;
    const char *GetIncludeTemplateName(const TemplateString &name, int) const override;
    Iterator *CreateTemplateIterator(const TemplateString &) const override;
    Iterator *CreateSectionIterator(const TemplateString &name) const override;
    void DumpToString(std::string *, int) const override
    {
    }

  private:
    class Repetitions;
    const struct view_group *FindGroup(const TemplateString &name) const;
    const struct view *view_;
    const ViewDictionary *around_;
    BufEmitter *out_;
};

// The engine makes and deletes an iterator for each section it shows. They end in the order of a
// stack and are few at a time, so their memory is kept for the next one.
class ViewDictionary::Repetitions : public Iterator
{
  public:
    Repetitions(const struct view *first, const ViewDictionary *around, BufEmitter *out)
        : first_(first), next_(first), out_(out), shown_(first, around, out)
    {
    }
    // The first is there in any case: a section without any is shown once from outside.
    bool HasNext() const override
    {
        return next_ != nullptr && (next_ == first_ || out_->GoesOn());
    }
    const TemplateDictionaryInterface &Next() override
    {
        shown_.Show(next_);
        next_ = next_->next;
        return shown_;
    }
    static void *operator new(size_t size);
    static void operator delete(void *memory);

  private:
    struct Spare {
        Spare *next;
    };
    static Spare *spares_;
    const struct view *const first_;
    const struct view *next_;
    BufEmitter *out_;
    ViewDictionary shown_;
};

ViewDictionary::Repetitions::Spare *ViewDictionary::Repetitions::spares_;

void *ViewDictionary::Repetitions::operator new(size_t size)
{
    if (spares_ == nullptr)
        return ::operator new(size);
    Spare *memory = spares_;
    spares_ = memory->next;
    return memory;
}

void ViewDictionary::Repetitions::operator delete(void *memory)
{
    Spare *spare = static_cast<Spare *>(memory);
    spare->next = spares_;
    spares_ = spare;
}

bool IsName(const TemplateString &name, const char *literal)
{
    return name.size() == strlen(literal) && memcmp(name.data(), literal, name.size()) == 0;
}

struct view_key KeyOf(const TemplateString &name)
{
    return {name.data(), name.size(), view_hash(name.data(), name.size())};
}

TemplateString ViewDictionary::GetValue(const TemplateString &name) const
{
    struct view_key key = KeyOf(name);
    for (const ViewDictionary *at = this; at != nullptr; at = at->around_) {
        const struct view_value *value = view_find_value(at->view_, key);
        if (value != nullptr)
            return TemplateString(value->text, value->len);
    }
    if (IsName(name, "BI_NEWLINE"))
        return TemplateString("\n", 1);
    if (IsName(name, "BI_SPACE"))
        return TemplateString(" ", 1);
    if (is_strict)
        die("a template shows {{%.*s}}, which no view around it has", (int)name.size(),
            name.data());
    return TemplateString("", 0);
}

const struct view_group *ViewDictionary::FindGroup(const TemplateString &name) const
{
    struct view_key key = KeyOf(name);
    const struct view_group *found = nullptr;
    for (const ViewDictionary *at = this; at != nullptr && found == nullptr; at = at->around_)
        found = view_find_group(at->view_, key);
    return found;
}

bool ViewDictionary::IsUnhiddenSection(const TemplateString &name) const
{
    const struct view_group *group = FindGroup(name);
    return group != nullptr && group->first != nullptr;
}

bool ViewDictionary::IsHiddenSection(const TemplateString &name) const
{
    return !IsUnhiddenSection(name);
}

bool ViewDictionary::IsHiddenTemplate(const TemplateString &name) const
{
    const struct view_group *group = FindGroup(name);
    return group == nullptr || (group->file == nullptr && group->html.data == nullptr);
}

// The engine asks for the template just before it expands it: what was rendered before is written
// then and there, and the answer is that there is nothing to expand.
const char *ViewDictionary::GetIncludeTemplateName(const TemplateString &name, int) const
{
    const struct view_group *group = FindGroup(name);
    if (group == nullptr)
        return nullptr;
    if (group->html.data != nullptr)
        out_->Emit(group->html.data, group->html.len);
    return group->html.data != nullptr ? nullptr : group->file;
}

// An include that has views of its own is shown once for each; without, once from the view that
// asks for it.
TemplateDictionaryInterface::Iterator *
ViewDictionary::CreateTemplateIterator(const TemplateString &name) const
{
    const struct view_group *group = FindGroup(name);
    return new Repetitions(group == nullptr ? nullptr : group->first, this, out_);
}

TemplateDictionaryInterface::Iterator *
ViewDictionary::CreateSectionIterator(const TemplateString &name) const
{
    const struct view_group *group = FindGroup(name);
    return new Repetitions(group == nullptr ? nullptr : group->first, this, out_);
}

enum err Refuse(const std::string &file, const char *reason)
{
    const struct log_field fields[] = {{"file", file.c_str()}, {"reason", reason}};
    log_line("error", "template", fields, 2);
    return ERR_INVALID;
}

enum err ReadFile(const std::string &path, std::string *text)
{
    FILE *file = fopen(path.c_str(), "re");
    if (file == nullptr)
        return Refuse(path, strerror(errno));
    char chunk[8192];
    size_t count = 0;
    while ((count = fread(chunk, 1, sizeof chunk, file)) > 0)
        text->append(chunk, count);
    bool is_failed = ferror(file) != 0;
    (void)fclose(file);
    return is_failed ? Refuse(path, "it cannot be read") : ERR_NONE;
}

enum err LoadFile(TemplateCache *cache, const std::string &path, const std::string &name)
{
    std::string text;
    enum err err = ReadFile(path, &text);
    if (err != ERR_NONE)
        return err;
    const char *reason = template_text_check(text.c_str());
    if (reason != nullptr)
        return Refuse(name, reason);
    text.resize(template_text_strip(&text[0]));
    if (!cache->StringToTemplateCache(name, text, ctemplate::STRIP_BLANK_LINES))
        return Refuse(name, "it does not parse");
    return ERR_NONE;
}

bool IsTemplate(const std::string &name)
{
    return name.size() > 4 && name.compare(name.size() - 4, 4, ".tpl") == 0;
}

// prefix is the path below dir: "" or "prompts/".
enum err LoadDir(TemplateCache *cache, const std::string &dir, const std::string &prefix)
{
    DIR *stream = opendir((dir + "/" + prefix).c_str());
    if (stream == nullptr)
        return ERR_NOT_FOUND;
    enum err err = ERR_NONE;
    const struct dirent *entry = nullptr;
    while (err == ERR_NONE && (entry = readdir(stream)) != nullptr) {
        if (entry->d_name[0] == '.')
            continue;
        std::string name = prefix + entry->d_name;
        std::string path = dir + "/" + name;
        struct stat info;
        if (stat(path.c_str(), &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            err = LoadDir(cache, dir, name + "/");
        else if (IsTemplate(name))
            err = LoadFile(cache, path, name);
    }
    (void)closedir(stream);
    return err;
}

// False: the memory or the time did not suffice.
bool Expand(const char *file, const struct view *view, struct buf *out)
{
    BufEmitter emitter(out);
    ViewDictionary dictionary(view, nullptr, &emitter);
    ctemplate::PerExpandData unused;
    if (!all_templates->ExpandNoLoad(file, ctemplate::STRIP_BLANK_LINES, &dictionary, &unused,
                                     &emitter))
        die("template %s, or one that it includes, is not there", file);
    return emitter.IsWhole();
}

} // namespace

extern "C" enum err template_open(const char *dir)
{
    TemplateCache *cache = new TemplateCache();
    enum err err = LoadDir(cache, dir, "");
    if (err != ERR_NONE) {
        delete cache;
        return err;
    }
    cache->Freeze();
    delete all_templates;
    all_templates = cache;
    return ERR_NONE;
}

extern "C" void template_be_strict(void)
{
    is_strict = true;
}

extern "C" void template_render(const char *file, const struct view *view, struct buf *out)
{
    if (all_templates == nullptr)
        die("template %s is rendered before template_open", file);
    buf_reserve(out, kPageSize);
    budget_hold();
    bool is_whole = Expand(file, view, out);
    budget_release();
    if (!is_whole) {
        budget_look_now();
        budget_fail();
        die("no memory for the template %s", file);
    }
}
