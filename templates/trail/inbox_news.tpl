{{%AUTOESCAPE context="HTML"}}
{{! What a person has not read yet; filled by inbox_news_show(). }}
<section class="news" id="news" aria-labelledby="news-title"><div class="section-head"><h2 id="news-title">Mentions and followed records</h2>{{#NEWS_READ}}<form class="inline" method="post" action="/inbox/news/read"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="until" value="{{NEWS_UNTIL}}"><button class="btn small">Mark news as read</button></form>{{/NEWS_READ}}</div>
<ol class="timeline">{{#NEWS_ITEM}}<li{{#IS_MENTION}} class="now"{{/IS_MENTION}}><p><bdi>{{WHO}}</bdi> {{WHAT}} <a href="{{NEWS_URL}}" dir="auto">{{RECORD_NAME}}</a>{{#NEWS_DIFF}} · <a href="{{DIFF_URL}}">Compare</a>{{/NEWS_DIFF}}</p>{{#NEWS_SAID}}<p class="comment-text cut" dir="auto">{{TEXT:pre_escape}}</p>{{/NEWS_SAID}}<p><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></p></li>{{/NEWS_ITEM}}</ol>
{{#OLDER_NEWS}}<nav class="pager" aria-label="Pages of news"><a class="btn small" rel="next" href="?news={{NEWS_CURSOR:url_query_escape}}">Older</a></nav>{{/OLDER_NEWS}}
</section>
