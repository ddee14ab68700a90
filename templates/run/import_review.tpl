{{%AUTOESCAPE context="HTML"}}
{{! What an import of results would take; filled by run_import_show() and page_run_import_post(). Includes HEAD, ERROR_SUMMARY. }}
{{>HEAD}}
<div class="stack">
<form class="form wide" method="post" action="{{BASE}}/tests/import" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="name" value="{{KEPT_NAME}}"><input type="hidden" name="kept" value="{{KEPT_FILE}}">
{{>ERROR_SUMMARY}}
<section class="panel" aria-labelledby="taken-title"><div class="panel-head"><h2 id="taken-title">{{TAKEN}} taken</h2><span class="chip state wait">Imported</span></div><div class="panel-body">
<dl class="facts"><dt>File</dt><dd><bdi>{{KEPT_NAME}}</bdi>{{#MADE}}, made <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/MADE}}</dd><dt>Model</dt><dd><bdi class="mono">{{PROVIDER}}</bdi></dd>{{#OF_VERSION}}<dt>For</dt><dd><span class="chip ver">v{{N}}</span> of this {{NOUN}}</dd>{{/OF_VERSION}}{{#OF_SET}}<dt>Test set</dt><dd><bdi>{{SET_NAME}}</bdi> v{{N}}</dd>{{/OF_SET}}{{#ABSENT}}<dt>Not in the file</dt><dd>{{ABSENT_COUNT}}: <span class="mono">{{ABSENT_IDS}}</span>. Such a run is not evidence for the whole test set.</dd>{{/ABSENT}}</dl>
</div></section>
{{#COLUMNS}}<div class="field"><label for="column">Prompt and provider</label><select id="column" name="column" aria-describedby="column-hint{{#COLUMN_ERROR}} column-error{{/COLUMN_ERROR}}"{{#COLUMN_ERROR}} aria-invalid="true"{{/COLUMN_ERROR}}>{{#COLUMN_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/COLUMN_OPTION}}</select><p class="hint" id="column-hint">The file has several. One of them becomes the run.</p>{{#COLUMN_ERROR}}<p class="field-error" id="column-error">{{MESSAGE}}</p>{{/COLUMN_ERROR}}</div>{{/COLUMNS}}
<div class="fields"><div class="field"><label for="set">Test set</label><select id="set" name="set"{{#SET_ERROR}} aria-invalid="true" aria-describedby="set-error"{{/SET_ERROR}}>{{#SET_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/SET_OPTION}}</select>{{#SET_ERROR}}<p class="field-error" id="set-error">{{MESSAGE}}</p>{{/SET_ERROR}}</div></div>
<div class="fields narrow"><div class="field"><label for="set_version">Version of the test set <span class="optional">optional</span></label><input class="short" id="set_version" name="set_version" inputmode="numeric" value="{{SET_VERSION}}" maxlength="20" autocomplete="off"{{#SET_VERSION_ERROR}} aria-invalid="true" aria-describedby="set_version-error"{{/SET_VERSION_ERROR}}>{{#SET_VERSION_ERROR}}<p class="field-error" id="set_version-error">{{MESSAGE}}</p>{{/SET_VERSION_ERROR}}</div>
<div class="field"><label for="version">Version of the {{NOUN}}</label><input class="short" id="version" name="version" inputmode="numeric" value="{{VERSION}}" maxlength="20" autocomplete="off"{{#VERSION_ERROR}} aria-invalid="true" aria-describedby="version-error"{{/VERSION_ERROR}}>{{#VERSION_ERROR}}<p class="field-error" id="version-error">{{MESSAGE}}</p>{{/VERSION_ERROR}}</div></div>
<div class="form-actions">{{#MAY_IMPORT}}<button class="btn primary" name="do" value="import">Import results</button>{{/MAY_IMPORT}}<button class="btn" name="do" value="review">Update review</button><a class="btn quiet" href="{{BASE}}/tests/import">Another file</a></div>
</form>
{{#NOTES}}<section class="panel" aria-labelledby="notes-title"><div class="panel-head"><h2 id="notes-title">Not taken along</h2></div><div class="panel-body"><dl class="facts">{{#NOTE}}<dt class="mono" dir="auto">{{WHAT}}</dt><dd>{{PLACE}}</dd>{{/NOTE}}</dl></div></section>{{/NOTES}}
<section aria-labelledby="rows-title"><div class="section-head"><h2 id="rows-title">Results in the file</h2></div>
<table class="list"><caption class="sr">What becomes of each result, what is left out first</caption><thead><tr><th scope="col">Case</th><th scope="col">What happens</th><th scope="col">Graded</th></tr></thead><tbody>
{{#ROW}}<tr><td class="primary"><div class="title">{{#OF_CASE}}<span class="mono">{{CASE_ID}}</span> {{/OF_CASE}}<bdi>{{CASE_NAME}}</bdi></div><p class="sub">{{PLACE}}</p></td><td data-label="What happens">{{#LEFT_OUT}}<span class="chip state bad">Left out</span> {{WHY}}{{/LEFT_OUT}}{{#OF_CASE}}<span class="chip state">Taken</span>{{/OF_CASE}}</td><td data-label="Graded"><span class="chip state{{STATE_CLASS}}">{{STATE}}</span></td></tr>
{{/ROW}}</tbody></table>
{{#MORE_ROWS}}<p class="muted">And {{N}} more.</p>{{/MORE_ROWS}}</section>
</div>
