{{%AUTOESCAPE context="HTML"}}
{{! Inviting several people. LIST as typed; PERSONA_OPTION. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a></p>
<h1>Invite people from a list</h1>
<p class="lead">Paste it from a spreadsheet or a file. You see what each line will do before anyone is invited.</p>
</div>
</div>
<form class="form wide" method="post" action="/users/many" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="list">List of people</label><textarea id="list" name="list" class="mono" rows="12" autocomplete="off" spellcheck="false" required placeholder="name,email,persona&#10;Ada Lovelace,ada@example.com,Product Manager" aria-describedby="list-hint{{#LIST_ERROR}} list-error{{/LIST_ERROR}}"{{#LIST_ERROR}} aria-invalid="true"{{/LIST_ERROR}}>{{BI_NEWLINE}}{{LIST:pre_escape}}</textarea>{{#LIST_ERROR}}<p class="field-error" id="list-error">{{MESSAGE}}</p>{{/LIST_ERROR}}<p class="hint" id="list-hint">One person a line: name, email and persona, with commas, semicolons or tabs between them. The first line may name the columns. At most 200 people.</p></div>
<div class="field"><label for="user_persona">Persona of lines that name none</label><select id="user_persona" name="user_persona"{{#USER_PERSONA_ERROR}} aria-invalid="true" aria-describedby="user_persona-error"{{/USER_PERSONA_ERROR}}><option value="">None: leave such lines out</option>{{#PERSONA_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PERSONA_OPTION}}</select>{{#USER_PERSONA_ERROR}}<p class="field-error" id="user_persona-error">{{MESSAGE}}</p>{{/USER_PERSONA_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Check the list</button><a class="btn quiet" href="/users">Cancel</a></div>
</form>
