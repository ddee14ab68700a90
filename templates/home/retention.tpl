{{%AUTOESCAPE context="HTML"}}
{{! What is due for deletion: a run as retention_view.h says. }}
<section aria-labelledby="retention-title"><div class="section-head"><h2 id="retention-title">Retention</h2><a href="/settings/retention">Rules and runs</a></div>
<p><a href="{{RUN_URL}}">{{ROWS}} due for deletion</a> <time class="muted" datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></p>
</section>
