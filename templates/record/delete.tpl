{{%AUTOESCAPE context="HTML"}}
{{! Filled by page_record_delete(). }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/delete">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="callout error"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>This can't be undone.</strong> {{LOSS}}{{#LIVE_LOSS}} Version {{N}} is live: programs that read it find nothing afterwards.{{/LIVE_LOSS}} The audit log keeps that the {{NOUN}} existed. Archiving hides it and keeps everything.</div></div>
<section aria-labelledby="used-title"><h2 id="used-title">Used by</h2>{{>USED}}</section>
<section aria-labelledby="fetchers-title"><h2 id="fetchers-title">Who fetched it lately</h2>{{>FETCHERS}}</section>
{{#MUST_STAY}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>It can't be deleted while others use it.</strong> Edit them so that they no longer do, or archive the {{NOUN}} instead.</div></div>
<div class="form-actions"><a class="btn" href="{{BASE}}">Back</a></div>{{/MUST_STAY}}
{{#MAY_GO}}<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" required autocomplete="off" spellcheck="false"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}} aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}">{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">Type <strong>{{FULL_NAME}}</strong> to confirm.</p></div>
<div class="form-actions"><button class="btn danger primary">Delete permanently</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>{{/MAY_GO}}
</form>
