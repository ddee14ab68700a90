{{%AUTOESCAPE context="HTML"}}
{{! What an import would do; filled by set_files_show(). }}
<div class="page-head">
<div><p class="crumbs"><a href="/sets">Test sets</a> / <a href="{{BASE}}" dir="auto">{{PATH_TO}}{{LEAF}}</a> / <a href="{{BASE}}/import">Import cases</a></p><h1>Review import</h1><p class="lead"><strong>{{COUNTS}}</strong>, read as {{FORMAT}}. Nothing is saved yet.</p></div>
</div>
<div class="stack">
{{#IS_STALE}}<div class="callout warning" role="alert"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>This test set was changed meanwhile. This is what the import would do now: save again if you agree.</div></div>{{/IS_STALE}}
{{#SAVE}}<form class="form" method="post" action="{{BASE}}/import" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="revision" value="{{REVISION}}">
<input type="hidden" name="cases" value="{{CASES}}">
<div class="field"><label for="message">Change message</label><input id="message" name="message" maxlength="200" value="{{MESSAGE}}"></div>
<div class="form-actions"><button class="btn primary">Save as a new version</button><a class="btn quiet" href="{{BASE}}/import">Cancel</a></div>
</form>{{/SAVE}}
{{#NOTHING}}<p class="muted">There is nothing to save. <a href="{{BASE}}/import">Choose another file</a></p>{{/NOTHING}}
{{#NOTES}}<section class="panel" aria-labelledby="notes-title"><div class="panel-head"><h2 id="notes-title">Not taken along</h2></div><div class="panel-body"><dl class="facts">{{#NOTE}}<dt class="mono" dir="auto">{{WHAT}}</dt><dd>{{PLACE}}</dd>{{/NOTE}}</dl></div></section>{{/NOTES}}
<section aria-labelledby="rows-title"><h2 id="rows-title">Cases in the file</h2>
<table class="list"><caption class="sr">What becomes of each case</caption><thead><tr><th scope="col">Case</th><th scope="col">What happens</th><th scope="col">Input</th><th scope="col">Checks</th></tr></thead><tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><span dir="auto">{{CASE_NAME}}</span></div><p class="sub">{{PLACE}}</p></td><td data-label="What happens"><span class="chip{{#IS_BAD}} state bad{{/IS_BAD}}{{#IS_NEW}} state{{/IS_NEW}}{{#IS_CHANGED}} state wait{{/IS_CHANGED}}{{#IS_SAME}} state off{{/IS_SAME}}">{{OUTCOME}}</span></td><td data-label="Input">{{#PROBLEM}}<span dir="auto">{{WORDS}}</span>{{/PROBLEM}}{{#INPUT}}<span dir="auto">{{WORDS}}</span>{{/INPUT}}</td><td data-label="Checks"><div class="chips">{{#CHECK}}<span class="chip" dir="auto">{{WORDS}}</span>{{/CHECK}}</div></td></tr>
{{/ROW}}</tbody></table>
{{#MORE_ROWS}}<p class="muted">And {{N}} more.</p>{{/MORE_ROWS}}</section>
</div>
