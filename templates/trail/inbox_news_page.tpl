{{%AUTOESCAPE context="HTML"}}
{{! Filled by page_inbox_news(). }}
<div class="page-head"><div><div class="headline"><h1>News</h1><span class="total">{{NEWS_COUNT}}</span></div><p class="lead">Where you are mentioned, and what others did to what you follow.</p></div></div>
{{>NEWS}}
{{#NO_NEWS}}<p class="muted">Nothing new. Here you find where others mention you, and what happens to the records and folders that you follow.</p>{{/NO_NEWS}}
