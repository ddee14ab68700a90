{{%AUTOESCAPE context="HTML"}}
{{! Proposals that the actor may decide: ROW with LINE (inbox/row.tpl), MORE (MORE_COUNT). }}
<section aria-labelledby="proposals-title"><div class="section-head"><h2 id="proposals-title">Needs your review</h2><a href="/inbox">Inbox</a></div>
<ul class="lines">
{{#ROW}}<li data-row>{{>LINE}}</li>
{{/ROW}}
</ul>
{{#MORE}}<p class="hint"><a href="/inbox">{{MORE_COUNT}}</a></p>{{/MORE}}
</section>
