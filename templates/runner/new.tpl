{{%AUTOESCAPE context="HTML"}}
{{! Registering the key of a runner: NAME PUBLIC_KEY as typed, CLASS_OPTION (VALUE TITLE TEXT CHECKED). Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/runners">Runners</a></p>
<h1>Register runner</h1>
</div>
</div>
<form class="form" method="post" action="/settings/runners/new" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="120" required autocomplete="off" dir="auto" aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}}>{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">It is shown with every run that it carries out.</p></div>
<div class="field"><label for="public_key">Public key</label><input id="public_key" name="public_key" class="mono" value="{{PUBLIC_KEY}}" maxlength="256" required spellcheck="false" autocomplete="off" aria-describedby="public_key-hint{{#PUBLIC_KEY_ERROR}} public_key-error{{/PUBLIC_KEY_ERROR}}"{{#PUBLIC_KEY_ERROR}} aria-invalid="true"{{/PUBLIC_KEY_ERROR}}>{{#PUBLIC_KEY_ERROR}}<p class="field-error" id="public_key-error">{{MESSAGE}}</p>{{/PUBLIC_KEY_ERROR}}<p class="hint" id="public_key-hint">The line that <code>rostrum runner-key new FILE</code> printed on the machine beside the model. The secret half stays in that file.</p></div>
<fieldset class="field" id="data_class"{{#DATA_CLASS_ERROR}} aria-describedby="data_class-error"{{/DATA_CLASS_ERROR}}><legend>Data allowed, up to</legend>{{#DATA_CLASS_ERROR}}<p class="field-error" id="data_class-error">{{MESSAGE}}</p>{{/DATA_CLASS_ERROR}}
<div class="options">
{{#CLASS_OPTION}}<label class="option"><input type="radio" name="data_class" value="{{VALUE}}"{{#CHECKED}} checked{{/CHECKED}}><span><strong>{{TITLE}}</strong><span class="hint">{{TEXT}}</span></span></label>
{{/CLASS_OPTION}}
</div></fieldset>
<div class="form-actions"><button class="btn primary">Register runner</button><a class="btn quiet" href="/settings/runners">Cancel</a></div>
</form>
