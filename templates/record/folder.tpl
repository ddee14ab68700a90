{{%AUTOESCAPE context="HTML"}}
{{! A folder gets another name: what would change, and the button; filled by page_record_folder(). }}
<div class="page-head"><div><p class="crumbs"><a href="{{LIST_URL}}">{{LIST_TITLE}}</a> / <a href="{{FOLDER_LIST_URL}}" dir="auto">{{FOLDER}}</a></p><h1>Rename or move folder</h1></div></div>
{{#TOO_MANY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><h2>This folder is too large</h2><p>It has more than {{FOLDER_MAX}} {{NOUNS}}, archived ones included. A folder is renamed all at once or not at all: rename the folders in it one by one.</p><div class="actions"><a class="btn" href="{{FOLDER_LIST_URL}}">Open folder</a></div></section>{{/TOO_MANY}}
{{#FEW_ENOUGH}}
<form class="form" method="get" action="{{LIST_URL}}/folder">
{{>ERROR_SUMMARY}}
<input type="hidden" name="folder" value="{{FOLDER}}">
<div class="field"><label for="to">New name</label><input id="to" name="to" value="{{TO}}" required maxlength="200" dir="auto" autocomplete="off" aria-describedby="to-hint{{#TO_ERROR}} to-error{{/TO_ERROR}}"{{#TO_ERROR}} aria-invalid="true"{{/TO_ERROR}}><p class="hint" id="to-hint">With slashes to move it into another folder: support/email.</p>{{#TO_ERROR}}<p class="field-error" id="to-error">{{MESSAGE}}</p>{{/TO_ERROR}}</div>
<div class="form-actions"><button class="btn{{#FIRST}} primary{{/FIRST}}">Show changes</button><a class="btn quiet" href="{{FOLDER_LIST_URL}}">Cancel</a></div>
</form>
{{/FEW_ENOUGH}}
{{#CHANGES}}
<section class="folder-changes" aria-labelledby="changes-title">
<h2 id="changes-title">{{COUNTED}}{{#SOME_ARCHIVED}}, {{ARCHIVED_COUNT}} archived{{/SOME_ARCHIVED}}</h2>
{{#IMPOSSIBLE}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>{{REFUSED_COUNTED}} can’t be renamed, so none will be.</strong> The reasons are below.</div></div>{{/IMPOSSIBLE}}
{{#POSSIBLE}}{{#JOINED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Other {{NOUNS}} are in the new folder already. Renaming joins the folders, and can’t be undone as one.</div></div>{{/JOINED}}
<form class="inline" method="post" action="{{ACTION_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Rename {{COUNTED}}</button></form>{{/POSSIBLE}}
<table class="list"><thead><tr><th scope="col">Now</th><th scope="col">Then</th></tr></thead><tbody>
{{#LINE}}<tr><td class="primary"><a href="{{LINE_URL}}" dir="auto">{{LINE_NAME}}</a>{{#LINE_ARCHIVED}} <span class="chip state off">Archived</span>{{/LINE_ARCHIVED}}</td><td data-label="Then">{{#RENAMED}}<span dir="auto">{{NEW_NAME}}</span>{{/RENAMED}}{{#REFUSED}}<span class="chip state bad">Can’t be renamed</span> {{REASON}}{{#BLOCKING}} <a href="{{BLOCKING_URL}}" dir="auto">{{BLOCKING_NAME}}</a>{{/BLOCKING}}{{/REFUSED}}</td></tr>
{{/LINE}}
</tbody></table>
</section>
{{/CHANGES}}
