-- Reports by day of publication, and how many publishers they have: how loud the press was.
SELECT CAST(published AS DATE) AS day, count(*) AS reports, count(DISTINCT publisher) AS publishers
FROM reports WHERE published IS NOT NULL GROUP BY 1 ORDER BY 1
