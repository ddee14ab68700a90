#ifndef WEB_STATIC_FILE_H
#define WEB_STATIC_FILE_H

/* The URL of a file of static/ under its hashed name: "app.css" gives
 * "/static/app.0123456789ab.css". The table is made by the build. A name that is not there is
 * die(). Static storage. */
const char *static_file_url(const char *name);

#endif
