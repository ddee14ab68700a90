{{%AUTOESCAPE context="HTML"}}
{{! The inbox: SECTION (SOURCE TITLE HAS_MORE, ROW with LINE, inbox/row.tpl), HAS_READABLE, EMPTY (WHAT_COMES). }}
<div class="page-head">
<div><h1>Inbox</h1></div>
{{#HAS_READABLE}}<form class="actions" method="post" action="/inbox/read"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Mark all as read</button></form>{{/HAS_READABLE}}
</div>
<div class="stack blocks">
{{#SECTION}}<section aria-labelledby="{{SOURCE}}-title"><h2 id="{{SOURCE}}-title">{{TITLE}}</h2>
<ul class="lines">
{{#ROW}}<li data-row>{{>LINE}}</li>
{{/ROW}}
</ul>
{{#HAS_MORE}}<p class="hint">The newest 50. More show up as these are done.</p>{{/HAS_MORE}}
</section>
{{/SECTION}}
{{>NEWS}}
</div>
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#inbox"></use></svg>
<h2>You're all caught up</h2>
<p>{{WHAT_COMES}} about your own proposals and imports to apply show up here.</p>
<div class="actions"><a class="btn" href="/">Home</a></div></section>{{/EMPTY}}
