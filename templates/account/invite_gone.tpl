{{%AUTOESCAPE context="HTML"}}
{{! A link that was used, replaced or is too old. }}
<h1>This link does not work any more</h1>
<p>It was used already, a newer one took its place, or it is too old. Ask the administrator who gave it to you for a new one.</p>
<div class="form-actions"><a class="btn primary" href="/login">Sign in</a></div>
