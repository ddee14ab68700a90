{{%AUTOESCAPE context="HTML"}}
{{! Making or changing a webhook: ACTION BACK BACK_NAME, IS_NEW or IS_OLD; URL DESCRIPTION FOLDER REVISION_NOW as typed; EVENT_CHOICE (EVENT_NAME EVENT_TITLE EVENT_TEXT CHECKED), KIND_CHOICE (KIND_NAME KIND_TITLE CHECKED). Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="{{BACK}}"><bdi>{{BACK_NAME}}</bdi></a></p>
<h1>{{#IS_NEW}}Add webhook{{/IS_NEW}}{{#IS_OLD}}Edit webhook{{/IS_OLD}}</h1>
{{#IS_NEW}}<p class="lead">You get a secret with which the receiver checks that a request is from here. It is shown once.</p>{{/IS_NEW}}
</div>
</div>
<form class="form" method="post" action="{{ACTION}}" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="revision" value="{{REVISION_NOW}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="url">URL</label><input id="url" name="url" inputmode="url" value="{{URL}}" maxlength="1000" required spellcheck="false" autocomplete="off" aria-describedby="url-hint{{#URL_ERROR}} url-error{{/URL_ERROR}}"{{#URL_ERROR}} aria-invalid="true"{{/URL_ERROR}}>{{#URL_ERROR}}<p class="field-error" id="url-error">{{MESSAGE}}</p>{{/URL_ERROR}}<p class="hint" id="url-hint">An https address on the public internet. Redirects are not followed.</p></div>
<div class="field"><label for="description">Description <span class="optional">optional</span></label><input id="description" name="description" value="{{DESCRIPTION}}" maxlength="200" autocomplete="off" dir="auto"{{#DESCRIPTION_ERROR}} aria-invalid="true" aria-describedby="description-error"{{/DESCRIPTION_ERROR}}>{{#DESCRIPTION_ERROR}}<p class="field-error" id="description-error">{{MESSAGE}}</p>{{/DESCRIPTION_ERROR}}</div>
<fieldset class="field" id="events"{{#EVENTS_ERROR}} aria-describedby="events-error"{{/EVENTS_ERROR}}><legend>Events</legend>{{#EVENTS_ERROR}}<p class="field-error" id="events-error">{{MESSAGE}}</p>{{/EVENTS_ERROR}}
<div class="options">
{{#EVENT_CHOICE}}<label class="option"><input type="checkbox" name="events" value="{{EVENT_NAME}}"{{#CHECKED}} checked{{/CHECKED}}><span><strong>{{EVENT_TITLE}}</strong><span class="hint"><code>{{EVENT_NAME}}</code> {{EVENT_TEXT}}</span></span></label>
{{/EVENT_CHOICE}}
</div></fieldset>
<fieldset class="field" id="kinds"{{#KINDS_ERROR}} aria-describedby="kinds-error"{{/KINDS_ERROR}}><legend>Kinds</legend>{{#KINDS_ERROR}}<p class="field-error" id="kinds-error">{{MESSAGE}}</p>{{/KINDS_ERROR}}
{{#KIND_CHOICE}}<label class="check-row"><input type="checkbox" name="kinds" value="{{KIND_NAME}}"{{#CHECKED}} checked{{/CHECKED}}> {{KIND_TITLE}}</label>
{{/KIND_CHOICE}}</fieldset>
<div class="field"><label for="folder">Folder <span class="optional">optional</span></label><input id="folder" name="folder" value="{{FOLDER}}" maxlength="200" autocomplete="off" spellcheck="false" dir="auto" aria-describedby="folder-hint{{#FOLDER_ERROR}} folder-error{{/FOLDER_ERROR}}"{{#FOLDER_ERROR}} aria-invalid="true"{{/FOLDER_ERROR}}>{{#FOLDER_ERROR}}<p class="field-error" id="folder-error">{{MESSAGE}}</p>{{/FOLDER_ERROR}}<p class="hint" id="folder-hint">Only records in this folder and below it.</p></div>
<div class="form-actions"><button class="btn primary">{{#IS_NEW}}Add webhook{{/IS_NEW}}{{#IS_OLD}}Save webhook{{/IS_OLD}}</button><a class="btn quiet" href="{{BACK}}">Cancel</a></div>
</form>
