filedesc://a.arc 0.0.0.0 20140216050221 text/plain 6
1 0 X

http://a.example/ 1.2.3.4 20140216050221 text/html 54
HTTP/1.0 200 OK
Content-Encoding: gzip

<html>Plain page</h>
