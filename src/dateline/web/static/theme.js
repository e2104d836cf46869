try{let e=localStorage.getItem("dateline.theme");(e==="dark"||e==="light")&&(document.documentElement.dataset.theme=e)}catch{}
