{{%AUTOESCAPE context="HTML"}}
{{! The head of the pages behind a record's buttons; filled by record_page_subhead(). }}
<div class="page-head">
<div>
<p class="crumbs"><a href="{{LIST_URL}}">{{LIST_TITLE}}</a>{{#CRUMB}} / <a href="{{LIST_URL}}?folder={{CRUMB_PATH:url_query_escape}}">{{CRUMB_NAME}}</a>{{/CRUMB}} / <a href="{{BASE}}">{{LEAF}}</a></p>
<h1>{{VERB}} {{LEAF}}</h1>
</div>
</div>
