"""The data, and the modules that are imported when first used: PyInstaller sees neither by itself."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules, copy_metadata

datas = collect_data_files("care_pathway", excludes=["**/*.pyi"]) + copy_metadata("care-pathway")
hiddenimports = collect_submodules("care_pathway", filter=lambda name: "_pyinstaller" not in name)
