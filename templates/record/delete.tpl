{{%AUTOESCAPE context="HTML"}}
{{! Filled by page_record_delete(). }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/delete">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="callout error"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>This can't be undone.</strong> {{LOSS}} The audit log keeps that the {{NOUN}} existed. Archiving hides it and keeps everything.</div></div>
<section><h2>Used by</h2>{{>USED}}</section>
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" required autocomplete="off" spellcheck="false"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}} aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}">{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">Type <strong>{{FULL_NAME}}</strong> to confirm.</p></div>
<div class="form-actions"><button class="btn danger primary">Delete permanently</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>
</form>
